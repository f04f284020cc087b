import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { cameFrom, setTrail } from '../../data/trail';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DaysOverdue, DayText } from '../../kit/figures';
import { type Day, formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import { Drawer } from '../../kit/side';
import { SnoozeForm } from '../../kit/snooze-form';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import { focusedRow, focusRow, Table } from '../../kit/table';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import { useReason } from './reason';

export type WorkRow = ResponseOf<'worklist.page'>['rows'][number];
type Listing = ResponseOf<'worklist.list'>;

/** Rows that are shown at first, and with every *Show more*. */
const STEP = 50;
/** Rows that one page of the book may have; what follows is shown instead of them. */
const MOST = 1000;

type WorklistProps = {
  pool: string | null;
  ranking: RequestOf<'worklist.list'>['ranking'];
  snoozed: 'yes' | 'no';
};

/** Customers in the order in which they should be called, each with the reason of its place. */
export function Worklist({ pool, ranking, snoozed }: WorklistProps) {
  const { t } = useWords();
  const [search, setSearch] = useState('');
  const settled = useDeferredValue(search.trim());
  const question = { pool, ranking, snoozed: snoozed === 'yes' };
  const list = useAsk('worklist.list', { ...question, search: settled }, { meanwhile: 'previous' });
  const field = useRef<HTMLInputElement>(null);
  useActions([
    {
      id: 'today.search',
      label: t('today.search'),
      group: 'page',
      keys: '/',
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <>
      <TextInput
        ref={field}
        size="xs"
        maw={320}
        aria-label={t('today.search')}
        placeholder={t('today.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setSearch('');
          event.currentTarget.blur();
        }}
      />
      <Answered answer={list}>
        {(data) =>
          data.count === 0 ? (
            <EmptyState
              title={
                settled === ''
                  ? t(snoozed === 'yes' ? 'today.emptyPutOffTitle' : 'today.emptyTitle')
                  : t('today.foundNone')
              }
              text={
                settled === ''
                  ? t(snoozed === 'yes' ? 'today.emptyPutOffText' : 'today.emptyText')
                  : t('today.foundNoneText')
              }
            />
          ) : (
            <Rows key={settled} listing={data} question={{ ...question, search: settled }} snoozed={snoozed} />
          )
        }
      </Answered>
    </>
  );
}

type RowsProps = { listing: Listing; question: RequestOf<'worklist.list'>; snoozed: 'yes' | 'no' };

function Rows({ listing, question, snoozed }: RowsProps) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [limit, setLimit] = useState(STEP);
  const [offset, setOffset] = useState(0);
  const [putting, setPutting] = useState<string | null>(null);
  const [done, setDone] = useState<{ account: string; until: Day } | null>(null);
  const reason = useReason(listing.currency);
  const stopped = ({ documents, until_on }: NonNullable<WorkRow['stop']>) => {
    const day = formatDay(until_on, locale);
    return documents === null ? t('today.stopped', { day }) : t('today.stoppedItems', { count: documents, day });
  };
  const page = useAsk('worklist.page', { handle: listing.handle, offset, limit }, { meanwhile: 'previous' });
  const wake = useAct('worklist.wake');
  const open = (row: WorkRow) => {
    const at = page.data?.rows.findIndex((other) => other.account === row.account) ?? 0;
    setTrail({
      back: '/today',
      index: offset + Math.max(0, at),
      count: listing.count,
      account: row.account,
      at: wayAlong(listing, question),
    });
    void navigate({ to: `/customers/${encodeURIComponent(row.account)}` });
  };
  const [first] = page.data?.rows ?? [];
  const label = t(snoozed === 'yes' ? 'today.putOff' : 'today.work');
  useActions(
    first
      ? [
          {
            id: 'today.rows',
            label: t('kit.toRows'),
            group: 'page',
            keys: 'ArrowDown',
            run: () => focusRow(label, null),
          },
          ...(snoozed === 'no'
            ? ([
                { id: 'today.first', label: t('today.first'), group: 'page', keys: 'o', run: () => open(first) },
                {
                  id: 'today.snooze',
                  label: t('today.snoozeRow'),
                  group: 'page',
                  keys: 's',
                  run: () => mode === 'today' && setPutting(focusedRow(label) ?? first.account),
                },
              ] as const)
            : []),
        ]
      : [],
  );
  // Whoever comes back from a customer goes on where the list was left.
  const returned = useRef(cameFrom('/today'));
  const there = first !== undefined;
  useEffect(() => {
    if (!there || returned.current === null) return;
    focusRow(label, returned.current);
    returned.current = null;
  }, [there, label]);
  const takeBack = (account: string) => wake.mutate({ account }, { onSuccess: () => setDone(null) });
  return (
    <>
      {done && (
        <Note tone="good">
          {t('today.snoozed', { account: done.account, day: formatDay(done.until, locale) })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => takeBack(done.account)}>
            {t('today.wake')}
          </Button>
        </Note>
      )}
      <FormProblem error={wake.error} />
      <Answered answer={page}>
        {(data) => (
          <Table
            label={label}
            rows={data.rows}
            keyOf={(row) => row.account}
            onOpen={open}
            columns={[
              { id: 'place', header: t('today.place'), align: 'right', cell: (row) => row.place },
              {
                id: 'customer',
                header: t('today.customer'),
                opens: 'yes',
                cell: (row) => `${row.name} (${row.account})`,
              },
              {
                id: 'why',
                header: t('today.why'),
                cell: (row) => (
                  <>
                    {reason(row)}
                    {row.stop && <Note>{stopped(row.stop)}</Note>}
                    {row.without_rate && <Note tone="warn">{t('today.withoutRate')}</Note>}
                  </>
                ),
              },
              {
                id: 'late',
                header: t('today.daysLate'),
                align: 'right',
                cell: (row) => <DaysOverdue days={row.oldest_days} />,
              },
              snoozed === 'yes'
                ? { id: 'back', header: t('today.backOn'), cell: (row) => <DayText day={row.snoozed_until} /> }
                : {
                    id: 'next',
                    header: t('today.nextActivity'),
                    cell: (row) => <DayText day={row.next_activity_on} />,
                  },
              {
                id: 'act',
                header: t('today.putOff'),
                cell: (row) => (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    disabled={mode === 'past'}
                    onClick={() => (snoozed === 'yes' ? takeBack(row.account) : setPutting(row.account))}
                  >
                    {t(snoozed === 'yes' ? 'today.wake' : 'today.snooze')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answered>
      <p>
        {t('today.counted', { count: listing.count })}{' '}
        {listing.insolvent > 0 && <>{t('today.insolvent', { count: listing.insolvent })} </>}
        {offset > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => setOffset(Math.max(0, offset - MOST))}>
            {t('today.earlier')}
          </Button>
        )}
        {listing.count > offset + limit && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => (limit < MOST ? setLimit(Math.min(MOST, limit * 2)) : setOffset(offset + MOST))}
          >
            {t(limit < MOST ? 'today.more' : 'today.further')}
          </Button>
        )}
      </p>
      <Totals listing={listing} />
      <Drawer
        title={t('today.snoozeTitle', { account: putting ?? '' })}
        state={putting === null ? 'closed' : 'open'}
        onClose={() => setPutting(null)}
      >
        {putting !== null && (
          <SnoozeForm
            account={putting}
            onDone={(until) => {
              if (until) setDone({ account: putting, until });
              setPutting(null);
            }}
          />
        )}
      </Drawer>
    </>
  );
}

/** What the customers of the list owe, per currency. */
function Totals({ listing }: { listing: Listing }) {
  const { t, locale } = useWords();
  return (
    <div data-testid="worklist-totals">
      {listing.totals.map(([currency, overdue, undisputed]) => (
        <div key={currency} className="tabular">
          {t('today.totals', {
            overdue: formatMoney({ minor: overdue, currency }, locale),
            undisputed: formatMoney({ minor: undisputed, currency }, locale),
          })}
        </div>
      ))}
    </div>
  );
}

/**
 * The accounts of a list by their place in it. A morning opens more lists than the book keeps: each part is read once, the
 * first one while the list is there, and a later one from the list that is then.
 */
function wayAlong(listing: Listing, question: RequestOf<'worklist.list'>): (index: number) => Promise<string | null> {
  const parts = new Map<number, Promise<WorkRow[]>>();
  const read = async (part: number, handle: number) =>
    (await send('worklist.page', { handle, offset: part * MOST, limit: MOST })).ok.rows;
  const first = read(0, listing.handle);
  first.catch(() => undefined);
  parts.set(0, first);
  return async (index) => {
    const part = Math.floor(index / MOST);
    const known = parts.get(part) ?? send('worklist.list', question).then(({ ok }) => read(part, ok.handle));
    parts.set(part, known);
    known.catch(() => parts.delete(part));
    return (await known)[index - part * MOST]?.account ?? null;
  };
}
