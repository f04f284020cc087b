import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { cameFrom, setTrail } from '../../data/trail';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DaysOverdue, DayText } from '../../kit/figures';
import { type Day, formatDay } from '../../kit/format/day';
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
/** Rows that one page of the book may have. */
const MOST = 1000;

type WorklistProps = {
  pool: string | null;
  ranking: RequestOf<'worklist.list'>['ranking'];
  snoozed: 'yes' | 'no';
};

/** Customers in the order in which they should be called, each with the reason of its place. */
export function Worklist({ pool, ranking, snoozed }: WorklistProps) {
  const { t } = useWords();
  const list = useAsk('worklist.list', { pool, ranking, snoozed: snoozed === 'yes' }, { meanwhile: 'previous' });
  return (
    <Answered answer={list}>
      {(data) =>
        data.count === 0 ? (
          <EmptyState
            title={t(snoozed === 'yes' ? 'today.emptyPutOffTitle' : 'today.emptyTitle')}
            text={t(snoozed === 'yes' ? 'today.emptyPutOffText' : 'today.emptyText')}
          />
        ) : (
          <Rows listing={data} snoozed={snoozed} />
        )
      }
    </Answered>
  );
}

function Rows({ listing, snoozed }: { listing: Listing; snoozed: 'yes' | 'no' }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [limit, setLimit] = useState(STEP);
  const [putting, setPutting] = useState<string | null>(null);
  const [done, setDone] = useState<{ account: string; until: Day } | null>(null);
  const reason = useReason(listing.currency);
  const stopped = ({ documents, until_on }: NonNullable<WorkRow['stop']>) => {
    const day = formatDay(until_on, locale);
    return documents === null ? t('today.stopped', { day }) : t('today.stoppedItems', { count: documents, day });
  };
  const page = useAsk('worklist.page', { handle: listing.handle, offset: 0, limit }, { meanwhile: 'previous' });
  const wake = useAct('worklist.wake');
  const open = (row: WorkRow) => {
    // A morning opens more lists than the book keeps, so the way is read once, while this one is there.
    const way = send('worklist.page', { handle: listing.handle, offset: 0, limit: MOST });
    way.catch(() => undefined);
    setTrail({
      back: '/today',
      index: row.place - 1,
      count: Math.min(MOST, listing.count),
      account: row.account,
      at: async (index) => (await way).ok.rows[index]?.account ?? null,
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
        {listing.count > limit && limit < MOST && (
          <Button variant="subtle" size="compact-sm" onClick={() => setLimit(Math.min(MOST, limit * 2))}>
            {t('today.more')}
          </Button>
        )}
      </p>
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
