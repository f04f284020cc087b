import { ActionIcon } from '@mantine/core';
import { IconFileTypePdf, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useOpenCopy } from '../../kit/copies';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { periodName } from '../../kit/period';
import { RecoveryHintsOf } from '../../kit/recovery-hints';
import { Drawer } from '../../kit/side';
import { EmptyState, Problem } from '../../kit/states';
import { WithinDays } from '../../kit/within-days';
import { CollectButtons, CollectDrawer, type Collecting } from './collect-acts';
import { CollectionsHistory } from './collections-history';
import classes from './customers.module.css';
import { rowId } from './documents';
import { LetterCode } from './letter-code';
import { ItemReturns } from './returns-box';
import { SettlementFacts } from './settlement-facts';
import { StatusTag } from './status-tag';
import { ItemDeadlines, useStopColumns } from './stop-column';
import type { Balance, Tab, TransactionRow } from './types';
import { workColumns } from './work-columns';

type TransactionsGridProps = {
  account: string;
  rows: readonly TransactionRow[];
  show: Tab;
  companyCurrency: string;
  period: string | null;
  periods: Balance['periods'];
  onPeriod: (id: string | null) => void;
};

/** The transactions of a customer; opening one shows what settled it, and so why so much is open. */
export function TransactionsGrid(props: TransactionsGridProps) {
  const { account, rows, show, period, periods, companyCurrency, onPeriod } = props;
  const { t } = useWords();
  const { state } = useDesk();
  const companies = (state.book?.companies.length ?? 1) > 1 ? 'several' : 'one';
  const [opened, setOpened] = useState<TransactionRow | null>(null);
  const [collecting, setCollecting] = useState<Collecting | null>(null);
  const copied = useAsk('copies.of_customer', { account });
  const { mutate: openCopy, error: copyError } = useOpenCopy();
  const copies = useMemo(() => new Set<number>(copied.data?.transaction_ids), [copied.data]);
  const beside = useStopColumns(account);
  const columns = useMemo(() => {
    const own = [...transactionColumns(t, periods), ...workColumns(t, companyCurrency, companies)].toSpliced(
      1,
      0,
      ...beside,
    );
    // A column of copies is of use only where there is one.
    return copies.size === 0 ? own : own.toSpliced(1, 0, copyColumn(t, copies, openCopy));
  }, [t, periods, companyCurrency, companies, copies, openCopy, beside]);
  const read = useCallback(
    (row: TransactionRow, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const [within, setWithin] = useState<number | null>(null);
  const barred = useBarredWithin(account, within);
  const shown = useMemo(
    () =>
      rows.filter(
        (row) => (period === null || row.period === period) && (barred === null || barred.has(row.transaction_id)),
      ),
    [rows, period, barred],
  );
  const listing = useLocalListing(`${account} ${show} ${period ?? ''} ${within ?? ''}`, shown, read, [
    'document_no',
    'text',
    'order_no',
    'kind',
  ]);
  const filtered = periods.find((other) => other.id === period);
  return (
    <>
      {copyError && <Problem error={copyError} />}
      <RecoveryHintsOf account={account} />
      <DataGrid
        id="transactions"
        label={t('customers.transactions')}
        listing={listing}
        columns={columns}
        idOf={rowId}
        initialSort={{ column: 'due_on', order: 'ascending' }}
        onOpen={setOpened}
        exportFrom="page"
        acts={(picked) => <CollectButtons picked={picked} onStart={setCollecting} />}
        tools={
          <>
            <WithinDays value={within} onChange={setWithin} />
            {filtered && (
              <span className={classes.chip}>
                {periodName(filtered, t)}
                <ActionIcon
                  variant="transparent"
                  size="xs"
                  aria-label={t('kit.removeFilter', { filter: periodName(filtered, t) })}
                  onClick={() => onPeriod(null)}
                >
                  <IconX size={12} />
                </ActionIcon>
              </span>
            )}
          </>
        }
        empty={<EmptyState title={t(EMPTY[show].title)} text={t(EMPTY[show].text)} />}
      />
      <CollectDrawer account={account} collecting={collecting} onClose={() => setCollecting(null)} />
      <Drawer
        title={opened ? t('customers.whyOpen', { document: opened.document_no }) : ''}
        state={opened ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {opened && (
          <>
            <SettlementFacts row={opened} />
            <ItemReturns account={account} row={opened} />
            <CollectionsHistory transactionId={opened.transaction_id} />
            <LetterCode account={account} row={opened} />
            <ItemDeadlines account={account} row={opened} />
          </>
        )}
      </Drawer>
    </>
  );
}

/** What stands where a tab has no rows. */
const EMPTY = {
  open: { title: 'customers.noOpenTitle', text: 'customers.noOpenText' },
  disputed: { title: 'customers.noDisputedTitle', text: 'customers.noTabText' },
  promised: { title: 'customers.noPromisedTitle', text: 'customers.noTabText' },
  payments: { title: 'customers.noPaymentsTitle', text: 'customers.noTabText' },
  all: { title: 'customers.noneTitle', text: 'customers.noneText' },
} as const satisfies Record<Tab, unknown>;

/** Opens the copy of a document from its row. */
function copyColumn(
  t: TFunction,
  copies: ReadonlySet<number>,
  onOpen: (row: TransactionRow) => void,
): Column<TransactionRow> {
  return {
    id: 'copy',
    kind: 'text',
    header: t('copies.short'),
    width: 64,
    sort: 'no',
    filter: 'no',
    value: (row) => (copies.has(row.transaction_id) ? t('kit.yes') : ''),
    render: (row) =>
      copies.has(row.transaction_id) ? (
        <ActionIcon
          variant="subtle"
          size="sm"
          tabIndex={-1}
          aria-label={t('copies.openOf', { document: row.document_no })}
          title={t('copies.openOf', { document: row.document_no })}
          onClick={() => onOpen(row)}
        >
          <IconFileTypePdf size={16} />
        </ActionIcon>
      ) : null,
  };
}

function transactionColumns(t: TFunction, periods: Balance['periods']): Column<TransactionRow>[] {
  const currency = (row: TransactionRow) => row.currency;
  const nameOf = (id: string | null) => {
    const period = periods.find((other) => other.id === id);
    return period ? periodName(period, t) : '';
  };
  return [
    {
      id: 'document_no',
      kind: 'link',
      header: t('customers.document'),
      width: 124,
      show: 'always',
      pin: 'left',
      value: (row) => row.document_no,
    },
    {
      id: 'kind',
      kind: 'text',
      header: t('customers.kind'),
      width: 92,
      value: (row) => t(`customers.kindName.${row.kind}`),
    },
    { id: 'due_on', kind: 'day', header: t('customers.dueOn'), width: 98, value: (row) => row.due_on },
    {
      id: 'days_overdue',
      kind: 'overdue',
      header: t('customers.daysOverdue'),
      width: 104,
      value: (row) => (row.open_minor > 0 ? row.days_overdue : null),
    },
    {
      id: 'open',
      kind: 'money',
      header: t('customers.open'),
      width: 116,
      value: (row) => row.open_minor,
      currency,
    },
    {
      id: 'amount',
      kind: 'money',
      header: t('customers.amount'),
      width: 116,
      value: (row) => row.amount_minor,
      currency,
    },
    { id: 'currency', kind: 'text', header: t('customers.currencyShort'), width: 70, value: currency },
    { id: 'document_on', kind: 'day', header: t('customers.documentOn'), value: (row) => row.document_on },
    { id: 'period', kind: 'text', header: t('customers.period'), width: 120, value: (row) => nameOf(row.period) },
    {
      id: 'disputed',
      kind: 'money',
      header: t('customers.disputedShort'),
      show: 'on_request',
      value: (row) => row.disputed_minor,
      currency,
    },
    {
      id: 'status',
      kind: 'text',
      header: t('collections.column'),
      width: 152,
      value: (row) => (row.status === 'not_disputed' ? '' : t(`collections.status.${row.status}`)),
      render: (row) => <StatusTag status={row.status} />,
    },
    {
      id: 'promised',
      kind: 'money',
      header: t('collections.promised'),
      show: 'on_request',
      value: (row) => row.promised_minor,
      currency,
    },
    {
      id: 'promised_on',
      kind: 'day',
      header: t('collections.promisedOn'),
      show: 'on_request',
      value: (row) => row.promised_on,
    },
    {
      id: 'transaction_on',
      kind: 'day',
      header: t('customers.transactionOn'),
      show: 'on_request',
      value: (row) => row.transaction_on,
    },
    {
      id: 'order_no',
      kind: 'text',
      header: t('customers.order'),
      show: 'on_request',
      value: (row) => row.order_no,
    },
    { id: 'text', kind: 'text', header: t('customers.text'), fit: 'grow', width: 120, value: (row) => row.text },
  ];
}

/** The items that are time-barred within so many days; null where nobody asks. The book decides which. */
function useBarredWithin(account: string, within: number | null): ReadonlySet<number> | null {
  const { asOf } = useDesk();
  const found = useAsk(
    'limitation.of_customer',
    { account, as_of: asOf, ...(within === null ? {} : { within_days: within }) },
    { when: within === null ? 'later' : 'now', meanwhile: 'previous' },
  );
  return useMemo(
    () => (within === null ? null : new Set(found.data?.items.map((item) => item.transaction_id))),
    [within, found.data],
  );
}
