import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { type ListingTotals, useListing } from '../../data/listing';
import { useWords } from '../../i18n';
import type { Day } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Drawer } from '../../kit/side';
import { EmptyState, Note } from '../../kit/states';
import { Tag } from '../../kit/tag';
import type { ResponseOf } from '../../wire/commands';
import { CancelForm } from './cancel-form';
import { MailLetters } from './mail-letters';
import { PostForm } from './post-form';
import { PostedNote } from './posted-note';
import { PrintPanel } from './print-panel';
import { CODES, type LetterRow, type Posted, STATUSES, statusOf } from './types';

type Base = { run_id?: number; account?: string };

const EVERY_STATUS = ['created', 'posted', 'cancelled', 'dropped', 'replaced'];

type LettersGridProps = {
  base: Base;
  /** The day on which chosen drafts are posted; today where missing. */
  postingOn?: Day;
  onOpen: (row: LetterRow) => void;
};

/** The letters of a run or a customer, or all of them; several can be posted, printed or cancelled at once. */
export function LettersGrid({ base, postingOn, onOpen }: LettersGridProps) {
  const { t } = useWords();
  const { mode, state } = useDesk();
  const listing = useListing('letters.list', 'letters.page', {
    run_id: base.run_id ?? null,
    account: base.account ?? null,
    status: EVERY_STATUS,
    code: null,
    printed: null,
  });
  const isJournal = Object.keys(base).length === 0;
  const columns = useMemo(() => letterColumns(t, isJournal ? 'initially' : 'on_request'), [t, isJournal]);
  const totals = useCallback((open: ResponseOf<'letters.list'>) => letterTotals(open, t), [t]);
  const [cancelling, setCancelling] = useState<LetterRow[] | null>(null);
  const [mailing, setMailing] = useState<LetterRow[] | null>(null);
  const [printing, setPrinting] = useState<LetterRow[] | null>(null);
  const [posting, setPosting] = useState<LetterRow[] | null>(null);
  return (
    <>
      <DataGrid
        id={isJournal ? 'letter-journal' : 'letters'}
        label={t('letters.letters')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.letter_id}
        totalsOf={totals}
        initialSort={
          isJournal ? { column: 'letter_on', order: 'descending' } : { column: 'account', order: 'ascending' }
        }
        onOpen={onOpen}
        exportFrom="letters.list_export"
        acts={
          mode === 'past'
            ? undefined
            : ({ rows }) => (
                <>
                  <Button variant="default" data-testid="post-chosen" onClick={() => void rows().then(setPosting)}>
                    {t('letters.postChosen')}
                  </Button>
                  <Button variant="default" data-testid="print-chosen" onClick={() => void rows().then(setPrinting)}>
                    {t('letters.printChosen')}
                  </Button>
                  <Button variant="default" onClick={() => void rows().then(setMailing)}>
                    {t('letterMails.actChosen')}
                  </Button>
                  <Button variant="default" color="red" onClick={() => void rows().then(setCancelling)}>
                    {t('letters.cancelChosen')}
                  </Button>
                </>
              )
        }
        empty={<EmptyState title={t('letters.noLettersTitle')} text={t('letters.noLettersText')} />}
      />
      <Drawer
        title={t('letters.postTitle')}
        state={posting ? 'open' : 'closed'}
        onClose={() => setPosting(null)}
        width="wide"
      >
        {posting && <PostChosen letterIds={draftsOf(posting)} postingOn={postingOn ?? state.today} />}
      </Drawer>
      <Drawer
        title={t('letters.printJob')}
        state={printing ? 'open' : 'closed'}
        onClose={() => setPrinting(null)}
        width="wide"
      >
        {printing && <PrintPanel of={{ runId: null, letterIds: printing.map((row) => row.letter_id) }} />}
      </Drawer>
      <Drawer
        title={t('letterMails.title')}
        state={mailing ? 'open' : 'closed'}
        onClose={() => setMailing(null)}
        width="wide"
      >
        {mailing && <MailLetters of={{ runId: null, letterIds: mailing.map((row) => row.letter_id) }} />}
      </Drawer>
      <Drawer
        title={t('letters.cancelTitle')}
        state={cancelling ? 'open' : 'closed'}
        onClose={() => setCancelling(null)}
      >
        {cancelling && (
          <CancelForm letterIds={cancelling.map((row) => row.letter_id)} onDone={() => setCancelling(null)} />
        )}
      </Drawer>
    </>
  );
}

/** The ticked drafts: what posting does, and then what it did, with who dropped out and why. */
function PostChosen({ letterIds, postingOn }: { letterIds: number[]; postingOn: Day }) {
  const { t } = useWords();
  const [posted, setPosted] = useState<Posted | null>(null);
  const of = { runId: null, letterIds };
  if (posted) return <PostedNote posted={posted} of={of} what="posted" />;
  if (letterIds.length === 0) return <Note>{t('letters.noDraftsChosen')}</Note>;
  return <PostForm what={{ ...of, count: letterIds.length, totals: [], postingOn }} onPosted={setPosted} />;
}

function draftsOf(rows: readonly LetterRow[]): number[] {
  return rows.filter((row) => row.status === 'created').map((row) => row.letter_id);
}

/** One totals line per currency and code; the grid shows them one below the other. */
function letterTotals(listing: ResponseOf<'letters.list'>, t: TFunction): ListingTotals[] {
  return listing.totals.map((total) => ({
    currency: total.currency,
    label: `${t(`letters.code.${total.code}`)} ${total.currency}`,
    figures: { items: total.items_minor, fee: total.fee_minor, total: total.total_minor },
  }));
}

function letterColumns(t: TFunction, day: 'initially' | 'on_request'): Column<LetterRow>[] {
  const codes = CODES.map((value) => ({ value: value as string, label: t(`letters.code.${value}`) }));
  const statuses = STATUSES.map((value) => ({ value: value as string, label: t(`letters.statusOne.${value}`) }));
  const printed = [
    { value: '1', label: t('kit.yes') },
    { value: '0', label: t('kit.no') },
  ];
  const currency = (row: LetterRow) => row.currency;
  return [
    {
      id: 'letter_on',
      kind: 'day',
      header: t('letters.letterOn'),
      width: 110,
      show: day,
      value: (row) => row.letter_on,
    },
    {
      id: 'run_id',
      kind: 'count',
      header: t('letters.run'),
      width: 80,
      show: day,
      value: (row) => row.run_id,
    },
    { id: 'account', kind: 'text', header: t('letters.account'), width: 110, value: (row) => row.account },
    {
      id: 'name',
      kind: 'link',
      header: t('letters.customer'),
      fit: 'grow',
      show: 'always',
      value: (row) => row.name,
    },
    {
      id: 'code',
      kind: 'text',
      header: t('letters.codeLabel'),
      width: 110,
      choices: codes,
      value: (row) => t(`letters.code.${row.code}`),
    },
    {
      id: 'status',
      kind: 'text',
      header: t('letters.state'),
      width: 110,
      choices: statuses,
      value: (row) => t(`letters.statusOne.${statusOf(row.status)}`),
      render: (row) => <StatusTag status={row.status} />,
    },
    { id: 'total', kind: 'money', header: t('letters.claimed'), value: (row) => row.total_minor, currency },
    { id: 'currency', kind: 'text', header: t('letters.currency'), width: 84, value: currency },
    {
      id: 'printed',
      kind: 'text',
      header: t('letters.printed'),
      width: 90,
      choices: printed,
      value: (row) => t(row.printed ? 'kit.yes' : 'kit.no'),
    },
    {
      id: 'mailed',
      kind: 'text',
      header: t('letters.mailed'),
      width: 90,
      choices: printed,
      value: (row) => t(row.mailed ? 'kit.yes' : 'kit.no'),
    },
    {
      id: 'still_open',
      kind: 'money',
      header: t('letters.stillOpen'),
      hint: t('letters.stillOpenHint'),
      value: (row) => row.still_open_minor,
      currency,
      render: (row) =>
        row.still_open_minor === 0 ? (
          <Tag tone="good" sign="✓">
            {t('letters.paid')}
          </Tag>
        ) : undefined,
    },
    { id: 'letter_no', kind: 'text', header: t('letters.number'), width: 110, value: (row) => row.letter_no },
    {
      id: 'items_count',
      kind: 'count',
      header: t('letters.items'),
      width: 80,
      value: (row) => row.items_count,
    },
    {
      id: 'oldest_days',
      kind: 'overdue',
      header: t('letters.oldest'),
      value: (row) => row.oldest_days_overdue,
    },
    {
      id: 'items',
      kind: 'money',
      header: t('letters.itemsSum'),
      value: (row) => row.items_minor,
      currency,
    },
    {
      id: 'fee',
      kind: 'money',
      header: t('letters.fee'),
      width: 100,
      value: (row) => row.fee_minor,
      currency,
    },
  ];
}

const TONE = { created: 'plain', posted: 'good', cancelled: 'bad', replaced: 'plain', dropped: 'plain' } as const;
const SIGN = { created: '○', posted: '●', cancelled: '✕', replaced: '↻', dropped: '–' } as const;

/** Where a letter stands, with a sign beside the colour. */
export function StatusTag({ status }: { status: string }) {
  const { t } = useWords();
  const known = statusOf(status);
  return (
    <Tag tone={TONE[known]} sign={SIGN[known]}>
      {t(`letters.statusOne.${known}`)}
    </Tag>
  );
}
