import { Button, SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { leaveTrail } from '../../data/trail';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { copyColumn } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { type ForCases, NewCasesButton, NewCasesDrawer } from '../../kit/new-cases-of-rows';
import { Page } from '../../kit/page';
import { Drawer, FactBox, Facts } from '../../kit/side';
import { EmptyState } from '../../kit/states';
import { Tag } from '../../kit/tag';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import { CancelPromise } from './cancel-promise';

type Show = RequestOf<'promises.list'>['show'];
type Row = ResponseOf<'promises.page'>['rows'][number];
type Open = ResponseOf<'promises.list'>;

const SHOWS: readonly Show[] = ['running', 'due', 'awaiting', 'broken_open', 'broken', 'all'];
const STATUSES: readonly Row['status'][] = ['open', 'awaiting_bank_data', 'kept', 'partly_kept', 'broken', 'cancelled'];
const METHODS = ['call', 'email', 'letter', 'visit', 'other'] as const;

const TONE: Record<Row['status'], 'plain' | 'good' | 'bad' | 'accent'> = {
  open: 'accent',
  awaiting_bank_data: 'accent',
  kept: 'good',
  partly_kept: 'bad',
  broken: 'bad',
  cancelled: 'plain',
};

const SIGN: Record<Row['status'], string> = {
  open: '…',
  awaiting_bank_data: '?',
  kept: '✓',
  partly_kept: '½',
  broken: '✕',
  cancelled: '–',
};

/** What was promised, by when, and whether it was paid. */
export function PromisesPage() {
  const { t } = useWords();
  const { pool } = usePool();
  // Whoever comes from Today comes for the promises that wait there.
  const asked = (useSearch({ strict: false }) as { show?: Show }).show;
  const [show, setShow] = useState<Show>(SHOWS.find((known) => known === asked) ?? 'running');
  const [opened, setOpened] = useState<Row | null>(null);
  const { mode } = useDesk();
  const [forCases, setForCases] = useState<ForCases | null>(null);
  const client = useQueryClient();
  const listing = useListing('promises.list', 'promises.page', { show, account: null, ...(pool !== null && { pool }) });
  const columns = usePromiseColumns();
  useActions(
    SHOWS.map((value, index) => ({
      id: `promises.${value}`,
      label: t(`promises.show.${value}`),
      group: 'page',
      keys: String(index + 1),
      run: () => setShow(value),
    })),
  );
  return (
    <Page layout="fill" title={t('shell.page.promises')} about={t('promises.about')}>
      <DataGrid
        id="promises"
        label={t('shell.page.promises')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.line_id}
        totalsOf={totalsOf}
        onOpen={(row, { index, count, query }) => {
          setOpened(row);
          // From here one walks on to the customers of the next rows.
          const place = { index, count, back: '/promises', account: row.account };
          leaveTrail(client, listing, query, place, (other) => other.account);
        }}
        exportFrom="promises.export"
        acts={mode === 'past' ? undefined : (picked) => <NewCasesButton picked={picked} onStart={setForCases} />}
        tools={
          <SegmentedControl
            aria-label={t('promises.which')}
            value={show}
            onChange={(value) => setShow(value as Show)}
            data={SHOWS.map((value) => ({ value, label: t(`promises.show.${value}`) }))}
          />
        }
        empty={<EmptyState title={t('promises.emptyTitle')} text={t('promises.emptyText')} />}
      />
      <NewCasesDrawer forCases={forCases} onClose={() => setForCases(null)} />
      <Drawer
        title={opened ? t('promises.detail', { number: opened.number }) : ''}
        state={opened ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
      >
        {opened && <Opened key={opened.line_id} row={opened} onDone={() => setOpened(null)} />}
      </Drawer>
    </Page>
  );
}

function totalsOf(open: Open) {
  return open.totals.map(({ currency, promised_minor, kept_minor }) => ({
    currency,
    figures: { amount: promised_minor, kept: kept_minor },
  }));
}

/** Whether a promise is kept, as a word with a sign. */
function StatusTag({ status }: { status: Row['status'] }) {
  const { t } = useWords();
  return (
    <Tag tone={TONE[status]} sign={SIGN[status]}>
      {t(`promises.status.${status}`)}
    </Tag>
  );
}

function Opened({ row, onDone }: { row: Row; onDone: () => void }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const [cancelling, setCancelling] = useState(false);
  const runs = row.status === 'open' || row.status === 'awaiting_bank_data';
  const money = (minor: number) => <MoneyText money={{ minor, currency: row.currency }} showCurrency="yes" />;
  return (
    <>
      <FactBox
        title={row.document_no}
        why={
          <Link to="/customers/$account" params={{ account: row.account }}>
            {t('disputes.toCustomer', { name: row.name })}
          </Link>
        }
      >
        <Facts
          facts={[
            { name: t('promises.state'), value: <StatusTag status={row.status} /> },
            { name: t('promises.promisedOn'), value: <DayText day={row.promised_on} /> },
            { name: t('promises.lastOn'), value: <DayText day={row.last_on} /> },
            { name: t('promises.amount'), value: money(row.amount_minor) },
            { name: t('promises.kept'), value: money(row.kept_minor) },
            { name: t('promises.open'), value: money(row.open_minor) },
            { name: t('promises.takenOn'), value: `${formatDay(row.taken_on, locale)}, ${row.taken_by}` },
            { name: t('promises.contact'), value: row.contact || t('kit.none') },
            { name: t('promises.method'), value: t(`promises.methodName.${row.method as 'call'}`) },
            { name: t('promises.note'), value: row.note || t('kit.none') },
            ...(row.consent_by
              ? [
                  {
                    name: t('promises.consentBy'),
                    value: [row.consent_by, row.consent_note].filter(Boolean).join(': '),
                  },
                ]
              : []),
          ]}
        />
      </FactBox>
      {runs && mode === 'today' && !cancelling && (
        <div>
          <Button variant="default" color="red" onClick={() => setCancelling(true)}>
            {t('promises.cancel')}
          </Button>
        </div>
      )}
      {cancelling && <CancelPromise id={row.promise_id} number={row.number} onDone={onDone} />}
    </>
  );
}

function usePromiseColumns(): Column<Row>[] {
  const { t } = useWords();
  return useMemo(() => {
    const currency = (row: Row) => row.currency;
    return [
      {
        id: 'number',
        kind: 'link',
        header: t('promises.number'),
        width: 118,
        show: 'always',
        value: (row) => row.number,
      },
      { id: 'account', kind: 'text', header: t('orders.account'), width: 92, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('orders.name'), fit: 'grow', value: (row) => row.name },
      { id: 'document_no', kind: 'text', header: t('promises.document'), width: 120, value: (row) => row.document_no },
      copyColumn(t, (row) => row),
      { id: 'promised_on', kind: 'day', header: t('promises.promisedOn'), width: 112, value: (row) => row.promised_on },
      {
        id: 'last_on',
        kind: 'day',
        header: t('promises.lastOn'),
        width: 112,
        sort: 'no',
        filter: 'no',
        value: (row) => row.last_on,
      },
      { id: 'amount', kind: 'money', header: t('promises.amount'), value: (row) => row.amount_minor, currency },
      { id: 'kept', kind: 'money', header: t('promises.kept'), value: (row) => row.kept_minor, currency },
      {
        id: 'open',
        kind: 'money',
        header: t('promises.open'),
        sort: 'no',
        filter: 'no',
        value: (row) => row.open_minor,
        currency,
      },
      {
        id: 'currency',
        kind: 'text',
        header: t('orders.currency'),
        width: 80,
        sort: 'no',
        filter: 'no',
        value: currency,
      },
      {
        id: 'status',
        kind: 'text',
        header: t('promises.state'),
        width: 168,
        value: (row) => t(`promises.status.${row.status}`),
        render: (row) => <StatusTag status={row.status} />,
        choices: STATUSES.map((value) => ({ value, label: t(`promises.status.${value}`) })),
      },
      { id: 'taken_on', kind: 'day', header: t('promises.takenOn'), width: 112, value: (row) => row.taken_on },
      { id: 'taken_by', kind: 'text', header: t('promises.takenBy'), width: 110, value: (row) => row.taken_by },
      {
        id: 'contact',
        kind: 'text',
        header: t('promises.contact'),
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.contact,
      },
      {
        id: 'method',
        kind: 'text',
        header: t('promises.method'),
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => t(`promises.methodName.${row.method as 'call'}`),
        choices: METHODS.map((value) => ({ value, label: t(`promises.methodName.${value}`) })),
      },
      {
        id: 'note',
        kind: 'text',
        header: t('promises.note'),
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.note,
      },
      {
        id: 'consent_by',
        kind: 'text',
        header: t('promises.consentBy'),
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.consent_by,
      },
    ];
  }, [t]);
}
