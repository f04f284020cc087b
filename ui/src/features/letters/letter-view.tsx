import { Button, Textarea } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { send, useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DocumentWithCopy, useCopies } from '../../kit/copies';
import { DaysOverdue, DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Drawer, Facts } from '../../kit/side';
import { Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import { CancelForm } from './cancel-form';
import { LetterPages } from './letter-pages';
import classes from './letters.module.css';
import { StatusTag } from './letters-grid';
import { MailLog } from './mailed-letters';
import { noCodeWords, paymentFacts } from './payment-words';
import type { Letter } from './types';

/** One letter: what is on it, its pages as they will look on paper, and the review. */
export function LetterView({ letter }: { letter: Letter }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  // What is printed is out; only a draft without a number can be edited.
  const review = letter.status === 'created' && letter.letter_no === null && mode === 'today';
  const canCancel = (letter.status === 'created' || letter.status === 'posted') && mode === 'today';
  const cancel = () => setForm('open');
  const view = useMutation<null, RefusedError, number>({
    mutationFn: async (letterId) => {
      const { path } = (await send('letters.view', { letter_id: letterId })).ok;
      return (await send('opener.open', { path })).ok;
    },
  });
  useActions(
    canCancel
      ? [
          {
            id: 'letters.cancel',
            label: t('letters.cancelNow', { count: 1 }),
            group: 'page',
            keys: 'Delete',
            run: cancel,
          },
        ]
      : [],
  );
  const money = (minor: number) => <MoneyText money={{ minor, currency: letter.currency }} showCurrency="yes" />;
  return (
    <>
      <Facts
        facts={[
          { name: t('letters.customer'), value: `${letter.name} · ${letter.account}` },
          { name: t('letters.codeLabel'), value: t(`letters.code.${letter.code}`) },
          { name: t('letters.state'), value: <StatusTag status={letter.status} /> },
          { name: t('letters.letterOn'), value: <DayText day={letter.letter_on} /> },
          ...(letter.letter_no ? [{ name: t('letters.number'), value: letter.letter_no }] : []),
          ...paymentFacts(letter.payment, t),
          { name: t('letters.itemsSum'), value: money(letter.items_minor) },
          { name: t('letters.fee'), value: money(letter.fee_minor) },
          { name: t('letters.claimed'), value: <strong>{money(letter.total_minor)}</strong> },
        ]}
      />
      {letter.payment?.no_code && <Note>{noCodeWords(letter.payment.no_code, t)}</Note>}
      {letter.without_address && letter.status !== 'cancelled' && <Note tone="warn">{t('letters.noAddress')}</Note>}
      {letter.drop_reason && <Note tone="warn">{t(`letters.skip.${letter.drop_reason}`)}</Note>}
      {letter.cancel_reason && (
        <Note tone="warn">{t('letters.cancelledBecause', { reason: letter.cancel_reason })}</Note>
      )}
      <Items letter={letter} review={review ? 'open' : 'closed'} />
      {review && <NoteForm letter={letter} />}
      {view.error && <Problem error={view.error} />}
      <div className={classes.done}>
        <Button
          variant="default"
          leftSection={<IconFileTypePdf size={15} />}
          loading={view.isPending}
          data-testid="open-letter-pdf"
          onClick={() => view.mutate(letter.letter_id)}
        >
          {t('letters.openPdf')}
        </Button>
        {canCancel && (
          <Button variant="default" color="red" onClick={cancel}>
            {t('letters.cancelNow', { count: 1 })}
          </Button>
        )}
      </div>
      {letter.letter_no && <MailLog letterId={letter.letter_id} />}
      <LetterPages letter={letter} />
      <Drawer title={t('letters.cancelTitle')} state={form} onClose={() => setForm('closed')}>
        <CancelForm letterIds={[letter.letter_id]} onDone={() => setForm('closed')} />
      </Drawer>
    </>
  );
}

function Items({ letter, review }: { letter: Letter; review: 'open' | 'closed' }) {
  const { t } = useWords();
  const move = useAct('letters.remove_item');
  const { currency } = letter;
  const ids = useMemo(() => letter.items.map((item) => item.transaction_id), [letter.items]);
  const copies = useCopies(ids);
  return (
    <Section title={t('letters.onIt')}>
      {move.error && <Problem error={move.error} />}
      <Table
        label={t('letters.onIt')}
        rows={letter.items}
        keyOf={(item) => `${item.transaction_id} ${item.due_on}`}
        columns={[
          {
            id: 'document',
            header: t('letters.document'),
            cell: (item) =>
              item.removed ? (
                <s className={classes.more}>{item.document_no}</s>
              ) : (
                <DocumentWithCopy document={item} copies={copies} />
              ),
          },
          { id: 'due', header: t('letters.due'), cell: (item) => <DayText day={item.due_on} /> },
          {
            id: 'days',
            header: t('letters.days'),
            align: 'right',
            cell: (item) => <DaysOverdue days={item.days_overdue} />,
          },
          {
            id: 'open',
            header: t('letters.open'),
            align: 'right',
            cell: (item) => <MoneyText money={{ minor: item.open_minor, currency }} />,
          },
          {
            id: 'claimed',
            header: t('letters.claimed'),
            align: 'right',
            cell: (item) => <MoneyText money={{ minor: item.claimed_minor, currency }} />,
          },
          ...(review === 'open'
            ? [
                {
                  id: 'move',
                  header: <span className="sr-only">{t('letters.review')}</span>,
                  cell: (item: Letter['items'][number]) => (
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      onClick={() =>
                        move.mutate({
                          letter_id: letter.letter_id,
                          transaction_id: item.transaction_id,
                          to: item.removed ? 'restore' : 'remove',
                        })
                      }
                    >
                      {t(item.removed ? 'letters.restoreItem' : 'letters.removeItem')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}

function NoteForm({ letter }: { letter: Letter }) {
  const { t } = useWords();
  const [note, setNote] = useState(letter.note);
  const [address, setAddress] = useState(letter.address?.join('\n') ?? '');
  const edit = useAct('letters.edit');
  const lines = address
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const save = () => edit.mutate({ letter_id: letter.letter_id, note, address: lines.length > 0 ? lines : null });
  useActions([{ id: 'letters.edit', label: t('letters.saveReview'), group: 'page', keys: 'mod+s', run: save }]);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {edit.error && <Problem error={edit.error} />}
      <Textarea
        label={t('letters.note')}
        description={t('letters.noteHint')}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Textarea
        label={t('letters.address')}
        description={t('letters.addressHint')}
        autosize
        minRows={2}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="default" loading={edit.isPending}>
          {t('letters.saveReview')}
        </Button>
      </div>
    </form>
  );
}
