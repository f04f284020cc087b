import { Button, SegmentedControl, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { copyColumn } from '../../kit/copies';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Answered, EmptyState, Note } from '../../kit/states';
import { WithinDays } from '../../kit/within-days';
import type { RequestOf, ResponseOf } from '../../wire/commands';

type View = 'stops' | 'insolvencies' | 'limitation';
const VIEWS: readonly View[] = ['stops', 'insolvencies', 'limitation'];
type Stop = ResponseOf<'stops.list'>['stops'][number];
type Head = ResponseOf<'insolvency.list'>['insolvencies'][number];
type Item = ResponseOf<'limitation.list'>['items'][number];
type StopState = NonNullable<RequestOf<'stops.list'>['state']>;
type LimitationState = NonNullable<RequestOf<'limitation.list'>['state']>;
const STATES: readonly LimitationState[] = ['soon', 'barred', 'suspended', 'no_data', 'running'];

/** Stops, insolvencies and what is soon time-barred; each row leads to its customer. */
export function StopsPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [view, setView] = useState<View>('stops');
  const setup = () => void navigate({ to: '/limitation' });
  useActions([
    ...VIEWS.map((other, at) => ({
      id: `stops.view.${other}`,
      label: t(`stops.view.${other}`),
      group: 'page' as const,
      keys: String(at + 1),
      run: () => setView(other),
    })),
    { id: 'stops.periods', label: t('shell.page.limitation'), group: 'page', keys: 'p', run: setup },
  ]);
  const open = useCallback(
    (row: { account: string }) => void navigate({ to: '/customers/$account', params: { account: row.account } }),
    [navigate],
  );
  return (
    <Page
      layout="fill"
      title={t('shell.page.stops')}
      about={t('stops.about')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('stops.viewLabel')}
            data={VIEWS.map((value) => ({ value, label: t(`stops.view.${value}`) }))}
            value={view}
            onChange={(value) => setView(value as View)}
          />
          <Button variant="default" onClick={setup}>
            {t('stops.limitation.periods')}
          </Button>
        </>
      }
    >
      {view === 'stops' && <StopsView onOpen={open} />}
      {view === 'insolvencies' && <InsolvenciesView onOpen={open} />}
      {view === 'limitation' && <LimitationView onOpen={open} />}
    </Page>
  );
}

type ViewProps = { onOpen: (row: { account: string }) => void };

function useReader<Row>(columns: Column<Row>[]) {
  return useCallback((row: Row, id: string) => columns.find((column) => column.id === id)?.value(row), [columns]);
}

function StopsView({ onOpen }: ViewProps) {
  const { t } = useWords();
  const { asOf } = useDesk();
  const [state, setState] = useState<StopState>('running');
  const stops = useAsk('stops.list', { state, as_of: asOf }, { meanwhile: 'previous' });
  return (
    <Answered answer={stops}>
      {(data) => (
        <>
          {data.count > data.stops.length && (
            <Note>{t('stops.shownOf', { shown: data.stops.length, count: data.count })}</Note>
          )}
          <StopsGrid
            stops={data.stops}
            onOpen={onOpen}
            tools={
              <SegmentedControl
                size="xs"
                aria-label={t('stops.state')}
                data={(['running', 'over'] as const).map((value) => ({ value, label: t(`stops.stateName.${value}`) }))}
                value={state}
                onChange={(value) => setState(value as StopState)}
              />
            }
          />
        </>
      )}
    </Answered>
  );
}

function StopsGrid({ stops, onOpen, tools }: ViewProps & { stops: readonly Stop[]; tools: React.ReactNode }) {
  const { t } = useWords();
  const columns = useMemo(() => stopColumns(t), [t]);
  const read = useReader(columns);
  const listing = useLocalListing('stops', stops, read, ['account', 'name', 'document_no', 'reason']);
  return (
    <DataGrid
      id="stops"
      label={t('stops.view.stops')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.id)}
      initialSort={{ column: 'until_on', order: 'ascending' }}
      onOpen={onOpen}
      exportFrom="page"
      tools={tools}
      empty={<EmptyState title={t('stops.emptyTitle')} text={t('stops.emptyText')} />}
    />
  );
}

function stopColumns(t: TFunction): Column<Stop>[] {
  return [
    { id: 'account', kind: 'text', header: t('stops.account'), width: 110, value: (row) => row.account },
    { id: 'name', kind: 'link', header: t('stops.customer'), width: 190, show: 'always', value: (row) => row.name },
    {
      id: 'document_no',
      kind: 'text',
      header: t('stops.which'),
      width: 170,
      value: (row) => row.document_no ?? t('stops.wholeCustomer'),
    },
    copyColumn(t, ({ transaction_id, document_no }) =>
      transaction_id === null || document_no === null ? null : { transaction_id, document_no },
    ),
    {
      id: 'open',
      kind: 'money',
      header: t('stops.open'),
      width: 120,
      value: (row) => row.open_minor,
      currency: (row) => row.currency ?? 'EUR',
    },
    {
      id: 'purpose',
      kind: 'text',
      header: t('stops.purpose'),
      width: 150,
      value: (row) => t(`stops.purposeName.${row.purpose}`),
    },
    { id: 'until_on', kind: 'day', header: t('stops.until'), width: 130, value: (row) => row.until_on },
    { id: 'from_on', kind: 'day', header: t('stops.from'), width: 110, value: (row) => row.from_on },
    { id: 'set_by', kind: 'text', header: t('stops.setBy'), width: 100, value: (row) => row.set_by },
    { id: 'reason', kind: 'text', header: t('stops.reason'), fit: 'grow', width: 160, value: (row) => row.reason },
  ];
}

function InsolvenciesView({ onOpen }: ViewProps) {
  const found = useAsk('insolvency.list', {});
  return <Answered answer={found}>{(data) => <InsolvenciesGrid heads={data.insolvencies} onOpen={onOpen} />}</Answered>;
}

function InsolvenciesGrid({ heads, onOpen }: ViewProps & { heads: readonly Head[] }) {
  const { t } = useWords();
  const columns = useMemo(() => insolvencyColumns(t), [t]);
  const read = useReader(columns);
  const listing = useLocalListing('insolvencies', heads, read, ['account', 'name', 'court', 'file_number']);
  return (
    <DataGrid
      id="insolvencies"
      label={t('stops.view.insolvencies')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.id)}
      onOpen={onOpen}
      exportFrom="page"
      empty={<EmptyState title={t('stops.insolvency.emptyTitle')} text={t('stops.insolvency.emptyText')} />}
    />
  );
}

function insolvencyColumns(t: TFunction): Column<Head>[] {
  return [
    { id: 'account', kind: 'text', header: t('stops.account'), width: 110, value: (row) => row.account },
    { id: 'name', kind: 'link', header: t('stops.customer'), width: 200, show: 'always', value: (row) => row.name },
    { id: 'opened_on', kind: 'day', header: t('stops.insolvency.openedOn'), width: 120, value: (row) => row.opened_on },
    { id: 'file_by_on', kind: 'day', header: t('stops.insolvency.fileBy'), width: 130, value: (row) => row.file_by_on },
    { id: 'filed_on', kind: 'day', header: t('stops.insolvency.filedOn'), width: 130, value: (row) => row.filed_on },
    { id: 'court', kind: 'text', header: t('stops.insolvency.court'), width: 180, value: (row) => row.court },
    {
      id: 'file_number',
      kind: 'text',
      header: t('stops.insolvency.fileNumber'),
      width: 130,
      value: (row) => row.file_number,
    },
    {
      id: 'administrator',
      kind: 'text',
      header: t('stops.insolvency.administrator'),
      fit: 'grow',
      width: 160,
      value: (row) => row.administrator,
    },
    { id: 'closed_on', kind: 'day', header: t('stops.insolvency.closedOn'), width: 120, value: (row) => row.closed_on },
  ];
}

function LimitationView({ onOpen }: ViewProps) {
  const { t } = useWords();
  const { asOf } = useDesk();
  const [chosen, setChosen] = useState<LimitationState | 'any'>('soon');
  const [within, setWithin] = useState<number | null>(null);
  // Without days every open invoice would be meant: the book asks for a state then.
  const state = within === null && chosen === 'any' ? 'soon' : chosen;
  const found = useAsk(
    'limitation.list',
    {
      state: state === 'any' ? null : state,
      as_of: asOf,
      until_on: null,
      ...(within === null ? {} : { within_days: within }),
    },
    { meanwhile: 'previous' },
  );
  return (
    <Answered answer={found}>
      {(data) => (
        <>
          {data.without_data > 0 && (
            <Note tone="warn">{t('stops.limitation.noData', { count: data.without_data })}</Note>
          )}
          {data.count > data.items.length && (
            <Note>{t('stops.shownOf', { shown: data.items.length, count: data.count })}</Note>
          )}
          <LimitationGrid
            items={data.items}
            onOpen={onOpen}
            tools={
              <>
                <Select
                  size="xs"
                  aria-label={t('stops.state')}
                  data={[
                    ...STATES.map((value) => ({ value, label: t(`stops.limitation.stateName.${value}`) })),
                    ...(within === null ? [] : [{ value: 'any', label: t('stops.limitation.anyState') }]),
                  ]}
                  value={state}
                  allowDeselect={false}
                  onChange={(value) => value && setChosen(value as LimitationState | 'any')}
                />
                <WithinDays
                  value={within}
                  onChange={(days) => {
                    setWithin(days);
                    setChosen(days === null ? 'soon' : 'any');
                  }}
                />
              </>
            }
          />
        </>
      )}
    </Answered>
  );
}

function LimitationGrid({ items, onOpen, tools }: ViewProps & { items: readonly Item[]; tools: React.ReactNode }) {
  const { t } = useWords();
  const columns = useMemo(() => limitationColumns(t), [t]);
  const read = useReader(columns);
  const listing = useLocalListing('limitation', items, read, ['account', 'name', 'document_no']);
  return (
    <DataGrid
      id="limitation"
      label={t('stops.view.limitation')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.transaction_id)}
      initialSort={{ column: 'last_day', order: 'ascending' }}
      onOpen={onOpen}
      exportFrom="page"
      tools={tools}
      empty={<EmptyState title={t('stops.limitation.emptyTitle')} text={t('stops.limitation.emptyText')} />}
    />
  );
}

function limitationColumns(t: TFunction): Column<Item>[] {
  return [
    { id: 'account', kind: 'text', header: t('stops.account'), width: 110, value: (row) => row.account },
    { id: 'name', kind: 'link', header: t('stops.customer'), width: 190, show: 'always', value: (row) => row.name },
    { id: 'document_no', kind: 'text', header: t('stops.document'), width: 130, value: (row) => row.document_no },
    copyColumn(t, (row) => row),
    { id: 'due_on', kind: 'day', header: t('stops.limitation.due'), width: 110, value: (row) => row.due_on },
    {
      id: 'open',
      kind: 'money',
      header: t('stops.open'),
      width: 120,
      value: (row) => row.open_minor,
      currency: (row) => row.currency,
    },
    { id: 'currency', kind: 'text', header: t('stops.currency'), width: 80, value: (row) => row.currency },
    { id: 'last_day', kind: 'day', header: t('stops.limitation.lastDay'), width: 140, value: (row) => row.last_day },
    {
      id: 'days_left',
      kind: 'count',
      header: t('stops.limitation.daysLeft'),
      width: 110,
      value: (row) => row.days_left,
    },
    { id: 'country', kind: 'text', header: t('stops.limitation.country'), width: 80, value: (row) => row.country },
    {
      id: 'state',
      kind: 'text',
      header: t('stops.state'),
      fit: 'grow',
      width: 150,
      value: (row) => t(`stops.limitation.stateName.${row.state}`),
    },
  ];
}
