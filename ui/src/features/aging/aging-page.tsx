import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconChartBar, IconHistory, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { type ListingQuery, useListing, useOpenListing } from '../../data/listing';
import { useStored } from '../../data/stored';
import { leaveTrail } from '../../data/trail';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatDay } from '../../kit/format/day';
import { DataGrid, type Opened } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { EmptyState, Note, Problem } from '../../kit/states';
import { agingColumns, agingTotals } from './columns';
import { History } from './history';
import { TotalsPanel } from './totals-panel';
import type { AgeBy, AgingListing, AgingRow } from './types';
import { useAgingExport } from './use-aging-export';

const AGE_BY: readonly AgeBy[] = ['due', 'document', 'transaction'];
const START: ListingQuery = { sort: { column: 'total', order: 'descending' }, filters: [], search: '' };

/** Who owes what, in periods of age: the stored figures of today, or any past day. */
export function AgingPage() {
  const { t, locale } = useWords();
  const { state, asOf, mode } = useDesk();
  const definitions = useAsk('aging.definitions', {});
  const [definition, setDefinition] = useStored<string | null>('aging.definition', null);
  const [by, setBy] = useStored<AgeBy>('aging.by', 'due');
  const [chart, setChart] = useStored<'shown' | 'hidden'>('aging.chart', 'shown');
  const [history, setHistory] = useState<'open' | 'closed'>('closed');
  // The stored figures are by due date; every other question is answered anew from the facts.
  const day = mode === 'past' || by !== 'due' ? asOf : null;
  const known = definitions.data?.definitions.find((other) => other.id === definition);
  const listing = useListing('aging.list', 'aging.page', { definition: known?.id ?? null, by, as_of: day });
  const head = useOpenListing(listing, START);
  const update = useAct('aging.run');
  const runUpdate = () =>
    update.mutate({
      definition: known?.id ?? null,
      as_of: state.today,
      by: 'due',
      credits_in: 'own_period',
      known_on: null,
      accounts: [],
    });
  useActions([
    {
      id: 'aging.chart',
      label: t('aging.toggleChart'),
      group: 'page',
      keys: 'c',
      run: () => setChart(chart === 'shown' ? 'hidden' : 'shown'),
    },
    { id: 'aging.history', label: t('aging.history'), group: 'page', keys: 'h', run: () => setHistory('open') },
    ...(mode === 'today'
      ? [{ id: 'aging.update', label: t('aging.update'), group: 'page' as const, keys: 'u', run: runUpdate }]
      : []),
  ]);

  return (
    <Page
      layout="fill"
      title={t('shell.page.aging')}
      about={head.data ? <About listing={head.data} by={by} /> : undefined}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconChartBar size={15} />}
            onClick={() => setChart(chart === 'shown' ? 'hidden' : 'shown')}
          >
            {t(chart === 'shown' ? 'aging.hideChart' : 'aging.showChart')}
          </Button>
          <Button variant="default" leftSection={<IconHistory size={15} />} onClick={() => setHistory('open')}>
            {t('aging.history')}
          </Button>
          {mode === 'today' && (
            <Button leftSection={<IconRefresh size={15} />} loading={update.isPending} onClick={runUpdate}>
              {t('aging.update')}
            </Button>
          )}
        </>
      }
    >
      {update.error && <Problem error={update.error} />}
      {head.error && !head.data && <Problem error={head.error} onRetry={() => head.refetch()} />}
      {head.data && isOld(head.data, state.today) && (
        <Note tone="warn">{t('aging.old', { day: formatDay(head.data.as_of?.[0] ?? '', locale) })}</Note>
      )}
      {head.data?.overtaken && !isOld(head.data, state.today) && <Note tone="warn">{t('aging.overtaken')}</Note>}
      {head.data && chart === 'shown' && head.data.count > 0 && <TotalsPanel listing={head.data} />}
      {head.data && (
        <AgingGrid
          listing={listing}
          head={head.data}
          onUpdate={runUpdate}
          tools={
            <>
              <Select
                aria-label={t('aging.definition')}
                w={190}
                data={(definitions.data?.definitions ?? []).map(({ id, description }) => ({
                  value: id,
                  label: description || (id === 'standard' ? t('aging.standard') : id),
                }))}
                value={known?.id ?? definitions.data?.default_definition ?? null}
                onChange={setDefinition}
              />
              <SegmentedControl
                aria-label={t('aging.by')}
                value={by}
                onChange={(value) => setBy(value as AgeBy)}
                data={AGE_BY.map((value) => ({ value, label: t(`aging.byDay.${value}`) }))}
              />
            </>
          }
        />
      )}
      <History definition={known?.id ?? null} state={history} onClose={() => setHistory('closed')} />
    </Page>
  );
}

function isOld(listing: AgingListing, today: string): boolean {
  return listing.stored && listing.as_of !== null && listing.as_of[0] < today;
}

function About({ listing, by }: { listing: AgingListing; by: AgeBy }) {
  const { t, locale } = useWords();
  if (!listing.as_of) return t('aging.aboutNothing');
  const [first, last] = listing.as_of;
  const day = first === last ? formatDay(first, locale) : `${formatDay(first, locale)} – ${formatDay(last, locale)}`;
  return t(listing.stored ? 'aging.aboutStored' : 'aging.aboutComputed', { day, by: t(`aging.byDayIn.${by}`) });
}

type GridProps = {
  listing: ReturnType<typeof useListing<'aging.list', 'aging.page'>>;
  head: AgingListing;
  onUpdate: () => void;
  tools: ReactNode;
};

function AgingGrid({ listing, head, onUpdate, tools }: GridProps) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const navigate = useNavigate();
  const client = useQueryClient();
  const exporter = useAgingExport();
  const columns = useMemo(() => agingColumns(head, t), [head, t]);
  const open = (row: AgingRow, { index, count, query }: Opened) => {
    leaveTrail(client, listing, query, { index, count, back: '/aging' }, (other) => other.account);
    void navigate({ to: '/customers/$account', params: { account: row.account } });
  };
  return (
    <>
      {exporter.error && <Problem error={exporter.error} />}
      {exporter.done && <Note tone="good">{exporter.done}</Note>}
      <DataGrid
        id="aging"
        label={t('shell.page.aging')}
        listing={listing}
        columns={columns}
        idOf={(row) => `${row.customer_id} ${row.currency}`}
        totalsOf={agingTotals}
        initialSort={START.sort ?? undefined}
        onOpen={open}
        tools={tools}
        onExport={(opened, format) => exporter.run(opened, format)}
        empty={
          state.book?.customers === 0 ? (
            <EmptyState
              title={t('aging.emptyTitle')}
              text={t('aging.emptyText')}
              action={<Button onClick={() => void navigate({ to: '/import' })}>{t('aging.toImport')}</Button>}
            />
          ) : (
            <EmptyState
              title={t('aging.nothingOpenTitle')}
              text={t('aging.nothingOpenText')}
              action={mode === 'today' ? <Button onClick={onUpdate}>{t('aging.update')}</Button> : undefined}
            />
          )
        }
      />
    </>
  );
}
