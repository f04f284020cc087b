import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Picked } from '../../kit/grid/data-grid';
import { MailForm } from '../../kit/mail-form';
import { Drawer } from '../../kit/side';
import { Note } from '../../kit/states';
import { CaseChoiceForm } from './case-choice-form';
import { DisputeForm } from './dispute-form';
import { HandOverForm } from './hand-over-form';
import { PromiseForm } from './promise-form';
import { StatusForm } from './status-form';
import { NewStop } from './stop-form';
import type { TransactionRow } from './types';

export type Collecting = {
  what: 'promise' | 'dispute' | 'status' | 'case' | 'handOver' | 'mail' | 'stop';
  rows: TransactionRow[];
  clear: () => void;
};

/** What can be done with chosen documents: each act has its button, its key and its line in the palette. */
export function CollectButtons({
  picked,
  onStart,
}: {
  picked: Picked<TransactionRow>;
  onStart: (collecting: Collecting) => void;
}) {
  const { t } = useWords();
  const { mode } = useDesk();
  const start = (what: Collecting['what']) => () =>
    void picked.rows().then((rows) => onStart({ what, rows, clear: picked.clear }));
  useActions(
    mode === 'past'
      ? []
      : [
          { id: 'customer.promise', label: t('promises.take'), group: 'page', keys: 'p', run: start('promise') },
          { id: 'customer.dispute', label: t('disputes.open'), group: 'page', keys: 'd', run: start('dispute') },
          { id: 'customer.case', label: t('cases.assignChosen'), group: 'page', keys: 'a', run: start('case') },
          { id: 'customer.status', label: t('collections.change'), group: 'page', keys: 'y', run: start('status') },
          { id: 'customer.handOver', label: t('handOvers.act'), group: 'page', keys: 'v', run: start('handOver') },
          { id: 'customer.mailRows', label: t('mail.writeChosen'), group: 'page', keys: 'r', run: start('mail') },
          { id: 'customer.stopRows', label: t('stops.setChosen'), group: 'page', keys: 'q', run: start('stop') },
        ],
  );
  if (mode === 'past') return null;
  return (
    <>
      <Button onClick={start('promise')}>{t('promises.take')}</Button>
      <Button variant="default" onClick={start('dispute')}>
        {t('disputes.open')}
      </Button>
      <Button variant="default" onClick={start('case')}>
        {t('cases.assignChosen')}
      </Button>
      <Button variant="default" onClick={start('status')}>
        {t('collections.change')}
      </Button>
      <Button variant="default" onClick={start('handOver')}>
        {t('handOvers.act')}
      </Button>
      <Button variant="default" onClick={start('mail')}>
        {t('mail.writeChosen')}
      </Button>
      <Button variant="default" onClick={start('stop')}>
        {t('stops.setChosen')}
      </Button>
    </>
  );
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
    handOver: t('handOvers.title'),
    mail: t('mail.title'),
    stop: t('stops.setChosen'),
  };
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
            transactionIds={collecting.rows.map((row) => row.transaction_id)}
            to={null}
            onDone={() => {
              collecting.clear();
              onClose();
            }}
          />
        )}
        {collecting?.what === 'stop' && (
          <NewStop
            account={account}
            items={collecting.rows.map((row) => ({ id: row.transaction_id, document: row.document_no }))}
            onDone={() => {
              collecting.clear();
              onClose();
            }}
          />
        )}
        {collecting?.what === 'status' && (
          <StatusForm
            account={account}
            rows={collecting.rows}
            onCancel={onClose}
            onDone={({ changed }, wanted) => {
              if (wanted) setMail({ ids: collecting.rows.map((row) => row.transaction_id), ...wanted });
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
