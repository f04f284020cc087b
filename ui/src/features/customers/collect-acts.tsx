import { useEffect, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { ActivityForm } from '../../kit/activity-form';
import { type Act, Acts } from '../../kit/acts';
import type { Picked } from '../../kit/grid/data-grid';
import { INTEREST_ADJUSTING, type InterestAdjusting, InterestEachForm } from '../../kit/interest-each-form';
import { MailForm } from '../../kit/mail-form';
import { PaymentReturn } from '../../kit/payment-return';
import { RecoveryForm } from '../../kit/recovery-form';
import { Drawer } from '../../kit/side';
import { Note } from '../../kit/states';
import { WriteOffForm } from '../../kit/write-off-form';
import { CaseChoiceForm } from './case-choice-form';
import { DisputeForm } from './dispute-form';
import { documentsOf, idsOf } from './documents';
import { HandOverForm } from './hand-over-form';
import { InterestForm } from './interest-form';
import { PromiseForm } from './promise-form';
import { StatusForm } from './status-form';
import { NewStop } from './stop-form';
import type { TransactionRow } from './types';

export type Collecting = {
  what:
    | 'promise'
    | 'dispute'
    | 'status'
    | 'case'
    | 'note'
    | 'handOver'
    | 'mail'
    | 'stop'
    | 'interest'
    | 'returned'
    | 'writeOff'
    | 'recovery'
    | InterestAdjusting;
  rows: TransactionRow[];
  clear: () => void;
};

/** What can be done with chosen documents: each act has its button or its place in the menu, its key and its line in the palette. */
export function CollectButtons({
  picked,
  onStart,
}: {
  picked: Picked<TransactionRow>;
  onStart: (collecting: Collecting) => void;
}) {
  const { t } = useWords();
  const { mode } = useDesk();
  const payment = useOnePayment(picked);
  const start = (what: Collecting['what']) => () =>
    void picked.rows().then((rows) => onStart({ what, rows, clear: picked.clear }));
  const acts: (Act & { keys: string })[] = [
    { id: 'promise', label: t('promises.take'), keys: 'p', tone: 'main', run: start('promise') },
    { id: 'dispute', label: t('disputes.open'), keys: 'd', run: start('dispute') },
    { id: 'case', label: t('cases.assignChosen'), keys: 'a', run: start('case') },
    { id: 'note', label: t('activities.noteAbout'), keys: 'f o', run: start('note') },
    { id: 'status', label: t('collections.change'), keys: 'y', run: start('status') },
    { id: 'handOver', label: t('handOvers.act'), keys: 'v', run: start('handOver') },
    { id: 'mailRows', label: t('mail.writeChosen'), keys: 'r', run: start('mail') },
    {
      id: 'returned',
      label: t('returns.act'),
      keys: 'f n',
      state: payment === 'yes' ? 'ready' : 'off',
      why: t('returns.onePayment'),
      run: start('returned'),
    },
    { id: 'stopRows', label: t('stops.setChosen'), keys: 'q', run: start('stop') },
    { id: 'writeOffRows', label: t('writeOffs.act'), keys: 'f w', run: start('writeOff') },
    { id: 'recovery', label: t('writeOffs.recoverAct'), keys: 'f r', run: start('recovery') },
    { id: 'interestRows', label: t('interest.ofRows'), keys: 'h', run: start('interest') },
    { id: 'waived', label: t('kit.listActs.waived'), keys: 'f e', run: start('waived') },
    { id: 'reinstated', label: t('kit.listActs.reinstated'), keys: 'f t', run: start('reinstated') },
    { id: 'reversed', label: t('kit.listActs.reversed'), keys: 'f v', run: start('reversed') },
  ];
  useActions(
    mode === 'past'
      ? []
      : acts
          .filter(({ state }) => state !== 'off')
          .map(({ id, label, keys, run }) => ({ id: `customer.${id}`, label, group: 'page', keys, run })),
  );
  if (mode === 'past') return null;
  return <Acts acts={acts} />;
}

/** Whether exactly one document is marked, and it is a payment: only that can have come back. */
function useOnePayment(picked: Picked<TransactionRow>): 'yes' | 'no' {
  const [found, setFound] = useState<'yes' | 'no'>('no');
  const { count } = picked;
  const shape = JSON.stringify(picked.chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for what is marked.
  useEffect(() => {
    let live = true;
    setFound('no');
    if (count !== 1) return;
    void picked.rows().then((rows) => {
      if (live && rows.length === 1 && rows[0]?.kind === 'payment') setFound('yes');
    });
    return () => {
      live = false;
    };
  }, [count, shape]);
  return found;
}

type CollectDrawerProps = { account: string; collecting: Collecting | null; onClose: () => void };

/** The drawer of the act, and what it came to; a changed status may go on to a mail. */
export function CollectDrawer({ account, collecting, onClose }: CollectDrawerProps) {
  const { t } = useWords();
  const [said, setSaid] = useState<string | null>(null);
  const [mail, setMail] = useState<{ ids: number[]; comment: string } | null>(null);
  const title = {
    promise: t('promises.takeTitle'),
    dispute: t('disputes.openTitle'),
    status: t('collections.changeTitle'),
    case: t('cases.assignChosenTitle'),
    note: t('activities.noteAbout'),
    handOver: t('handOvers.title'),
    mail: t('mail.title'),
    stop: t('stops.setChosen'),
    interest: t('interest.ofRowsTitle'),
    returned: t('returns.title', { number: collecting?.rows[0]?.document_no ?? '' }),
    writeOff: t('writeOffs.title'),
    recovery: t('writeOffs.recoveryTitle'),
    waived: t('interest.actTitle.waived'),
    reinstated: t('interest.actTitle.reinstated'),
    reversed: t('interest.actTitle.reversed'),
  };
  const adjusting = INTEREST_ADJUSTING.find((kind) => kind === collecting?.what);
  const done = (words: string) => {
    setSaid(words);
    collecting?.clear();
    onClose();
  };
  return (
    <>
      {said && !collecting && <Note tone="good">{said}</Note>}
      <Drawer
        title={collecting ? title[collecting.what] : ''}
        state={collecting ? 'open' : 'closed'}
        onClose={onClose}
        width="wide"
      >
        {collecting?.what === 'promise' && (
          <PromiseForm
            rows={collecting.rows}
            onCancel={onClose}
            onDone={({ number }) => done(t('promises.recorded', { number }))}
          />
        )}
        {collecting?.what === 'dispute' && (
          <DisputeForm
            rows={collecting.rows}
            onCancel={onClose}
            onDone={({ disputes }) => done(t('disputes.opened', { count: disputes }))}
          />
        )}
        {collecting?.what === 'case' && (
          <CaseChoiceForm
            account={account}
            rows={collecting.rows}
            onCancel={onClose}
            onDone={(number) => done(t('cases.assigned', { number }))}
          />
        )}
        {collecting?.what === 'note' && (
          <ActivityForm
            account={account}
            documents={collecting.rows}
            onDone={(outcome) => {
              if (outcome === 'written') collecting.clear();
              onClose();
            }}
          />
        )}
        {collecting?.what === 'handOver' && (
          <HandOverForm
            account={account}
            rows={collecting.rows}
            onCancel={onClose}
            onDone={(number) => done(t('handOvers.prepared', { number }))}
          />
        )}
        {collecting?.what === 'mail' && (
          <MailForm
            account={account}
            caseId={null}
            transactionIds={idsOf(collecting.rows)}
            to={null}
            onDone={() => {
              collecting.clear();
              onClose();
            }}
          />
        )}
        {collecting?.what === 'returned' && collecting.rows[0] && (
          <PaymentReturn
            transactionId={collecting.rows[0].transaction_id}
            onCancel={onClose}
            onDone={({ returns }) => done(t('returns.posted', { number: returns[0]?.document_no ?? '' }))}
          />
        )}
        {collecting?.what === 'stop' && (
          <NewStop
            account={account}
            items={documentsOf(collecting.rows).map((row) => ({ id: row.transaction_id, document: row.document_no }))}
            onDone={() => {
              collecting.clear();
              onClose();
            }}
          />
        )}
        {collecting?.what === 'interest' && (
          <InterestForm
            account={account}
            rows={collecting.rows}
            onDone={(changed) => done(t('interest.chosen', { count: changed }))}
          />
        )}
        {collecting && adjusting && (
          <InterestEachForm
            key={adjusting}
            kind={adjusting}
            accounts={[account]}
            transactionIds={idsOf(collecting.rows)}
            // A marked note is meant as a whole, of another document what it was charged.
            first={collecting.rows.some(({ kind }) => kind === 'interest_note') ? 'note' : 'interest'}
            onCancel={onClose}
            onDone={done}
          />
        )}
        {collecting?.what === 'writeOff' && (
          <WriteOffForm account={account} transactionIds={idsOf(collecting.rows)} onCancel={onClose} onDone={done} />
        )}
        {collecting?.what === 'recovery' && collecting.rows[0] && (
          <RecoveryForm account={account} credit={collecting.rows[0]} onCancel={onClose} onDone={done} />
        )}
        {collecting?.what === 'status' && (
          <StatusForm
            account={account}
            rows={collecting.rows}
            onCancel={onClose}
            onDone={({ changed }, wanted) => {
              if (wanted) setMail({ ids: idsOf(collecting.rows), ...wanted });
              done(t('collections.changed', { count: changed }));
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={t('collections.mailSalesperson')}
        state={mail ? 'open' : 'closed'}
        onClose={() => setMail(null)}
        width="wide"
      >
        {mail && (
          <MailForm
            account={account}
            caseId={null}
            transactionIds={mail.ids}
            to={null}
            about={{ purpose: 'status', comment: mail.comment }}
            onDone={() => setMail(null)}
          />
        )}
      </Drawer>
    </>
  );
}
