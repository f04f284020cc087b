import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { copyColumn } from '../../kit/copies';
import { formatInstant } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Answered, EmptyState, Note } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { TakeBackPanel } from '../../kit/take-back';
import type { Item, Run } from './small-balances-types';
import { useSums } from './use-sums';

/** Earlier runs; opening one shows what became of each document, and why. */
export function SmallBalanceRuns() {
  const { t } = useWords();
  const runs = useAsk('settlement.small_balance_runs', {});
  const [opened, setOpened] = useState<number | null>(null);
  return (
    <Answered answer={runs}>
      {({ runs: all }) => {
        const run = all.find(({ run_id }) => run_id === opened);
        if (run) return <RunLog run={run} onBack={() => setOpened(null)} />;
        if (all.length === 0) {
          return <EmptyState title={t('smallBalances.noRunsTitle')} text={t('smallBalances.noRunsText')} />;
        }
        return <RunsGrid runs={all} onOpen={(other) => setOpened(other.run_id)} />;
      }}
    </Answered>
  );
}

function stateOf(t: TFunction, { postings, taken_back }: Run): string {
  if (taken_back === 0) return t('smallBalances.stands');
  if (taken_back === postings) return t('smallBalances.takenBack');
  return t('smallBalances.partlyBack', { back: taken_back, count: postings });
}

function RunsGrid({ runs, onOpen }: { runs: readonly Run[]; onOpen: (run: Run) => void }) {
  const { t, locale } = useWords();
  const sums = useSums();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sums change with the language only, as `t` does.
  const columns = useMemo(() => runColumns(t, locale, sums), [t, locale]);
  const read = useCallback((run: Run, id: string) => columns.find((column) => column.id === id)?.value(run), [columns]);
  const listing = useLocalListing('small_balance_runs', runs, read, ['user', 'note']);
  return (
    <DataGrid
      id="small_balance_runs"
      label={t('smallBalances.runs')}
      listing={listing}
      columns={columns}
      idOf={(run) => run.run_id}
      onOpen={onOpen}
      exportFrom="page"
      empty={null}
    />
  );
}

function runColumns(t: TFunction, locale: string, sums: ReturnType<typeof useSums>): Column<Run>[] {
  const count = (run: Run, which: (outcome: string) => boolean) =>
    run.counts.filter(({ outcome }) => which(outcome)).reduce((sum, one) => sum + one.count, 0);
  const limits = ({ thresholds }: Run) =>
    thresholds
      .map(({ currency, threshold_minor }) => formatMoney({ minor: threshold_minor, currency }, locale))
      .join(', ');
  return [
    {
      id: 'at',
      kind: 'link',
      header: t('smallBalances.at'),
      width: 150,
      filter: 'no',
      show: 'always',
      value: (run) => formatInstant(run.at, locale),
    },
    { id: 'user', kind: 'text', header: t('smallBalances.by'), width: 90, value: (run) => run.user },
    {
      id: 'settled_on',
      kind: 'day',
      header: t('smallBalances.settledOn'),
      width: 120,
      value: (run) => run.settled_on,
    },
    {
      id: 'pool',
      kind: 'text',
      header: t('smallBalances.pool'),
      width: 90,
      value: (run) => run.pool ?? '',
    },
    { id: 'limits', kind: 'text', header: t('smallBalances.limits'), width: 120, filter: 'no', value: limits },
    {
      id: 'closed',
      kind: 'count',
      header: t('smallBalances.closed'),
      width: 100,
      value: (run) => count(run, (outcome) => outcome === 'closed'),
    },
    {
      id: 'sums',
      kind: 'text',
      header: t('smallBalances.sums'),
      width: 120,
      sort: 'no',
      filter: 'no',
      value: (run) => sums(run.totals),
    },
    {
      id: 'left',
      kind: 'count',
      header: t('smallBalances.whatStays'),
      width: 130,
      value: (run) => count(run, (outcome) => outcome !== 'closed'),
    },
    {
      id: 'state',
      kind: 'text',
      header: t('smallBalances.state'),
      width: 130,
      filter: 'no',
      value: (run) => stateOf(t, run),
    },
    { id: 'note', kind: 'text', header: t('smallBalances.note'), fit: 'grow', value: (run) => run.note },
  ];
}

function RunLog({ run, onBack }: { run: Run; onBack: () => void }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const [back, setBack] = useState<'closed' | 'open'>('closed');
  const [reopened, setReopened] = useState<number | null>(null);
  const listing = useListing('settlement.small_balance_items', 'settlement.small_balance_items_page', {
    run_id: run.run_id,
  });
  const columns = useMemo(() => itemColumns(t), [t]);
  const stands = run.taken_back < run.postings;
  return (
    <>
      {reopened !== null && <Note tone="good">{t('smallBalances.undone', { count: reopened })}</Note>}
      {back === 'open' && (
        <TakeBackPanel
          by="settlement.small_balances_undo"
          request={{ run_id: run.run_id }}
          onDone={(done) => {
            setReopened(done.reopened);
            setBack('closed');
          }}
          onCancel={() => setBack('closed')}
        />
      )}
      <DataGrid
        id="small_balance_items"
        label={t('smallBalances.log')}
        listing={listing}
        columns={columns}
        idOf={(item) => item.transaction_id}
        exportFrom="page"
        tools={
          <>
            <Button variant="default" leftSection={<IconArrowLeft size={14} />} onClick={onBack}>
              {t('smallBalances.back')}
            </Button>
            <span>{`${formatInstant(run.at, locale)} · ${run.user} · ${stateOf(t, run)}`}</span>
            {stands && (
              <Button variant="default" disabled={mode === 'past' || back === 'open'} onClick={() => setBack('open')}>
                {t('smallBalances.undo')}
              </Button>
            )}
          </>
        }
        empty={null}
      />
    </>
  );
}

const OUTCOMES = [
  'closed',
  'skipped',
  'changed',
  'not_shown',
  'above_threshold',
  'moved_later',
  'uncleared',
  'disputed',
  'whole_document',
] as const;

function itemColumns(t: TFunction): Column<Item>[] {
  const currency = (item: Item) => item.currency;
  const outcome = (item: Item) =>
    t(item.taken_back_at ? 'smallBalances.closedTakenBack' : `smallBalances.outcomeIs.${item.outcome}`);
  return [
    {
      id: 'document_no',
      kind: 'text',
      header: t('smallBalances.document'),
      width: 130,
      show: 'always',
      value: (item) => item.document_no,
    },
    copyColumn(t, (row) => row),
    {
      id: 'kind',
      kind: 'text',
      header: t('smallBalances.kind'),
      width: 110,
      filter: 'no',
      value: (item) => t(`customers.kindName.${item.kind}`),
    },
    { id: 'account', kind: 'text', header: t('smallBalances.account'), width: 100, value: (item) => item.account },
    { id: 'name', kind: 'text', header: t('smallBalances.name'), fit: 'grow', value: (item) => item.name },
    {
      id: 'amount',
      kind: 'money',
      header: t('smallBalances.amount'),
      width: 116,
      value: (item) => item.amount_minor,
      currency,
    },
    {
      id: 'open',
      kind: 'money',
      header: t('smallBalances.open'),
      width: 100,
      value: (item) => item.open_minor,
      currency,
    },
    { id: 'currency', kind: 'text', header: t('smallBalances.currency'), width: 80, value: currency },
    {
      id: 'outcome',
      kind: 'text',
      header: t('smallBalances.outcome'),
      width: 250,
      choices: OUTCOMES.map((value) => ({ value: value as string, label: t(`smallBalances.outcomeIs.${value}`) })),
      value: outcome,
      render: (item) => (
        <Tag
          tone={item.outcome === 'closed' && !item.taken_back_at ? 'good' : 'plain'}
          sign={item.outcome === 'closed' ? '✓' : '○'}
        >
          {outcome(item)}
        </Tag>
      ),
    },
  ];
}
