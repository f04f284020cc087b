import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useDesk } from '../../data/desk';
import { type ListingTotals, useListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { leaveTrail } from '../../data/trail';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useAccountStatuses } from '../../kit/account-status';
import { useActions } from '../../kit/actions';
import { useCustomerListActs } from '../../kit/customer-list-acts';
import { MoneyText } from '../../kit/figures';
import type { Column } from '../../kit/grid/columns';
import { DataGrid, type Opened } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { EmptyState } from '../../kit/states';
import { Tag } from '../../kit/tag';
import type { CustomerRow } from './types';

type Statuses = ReturnType<typeof useAccountStatuses>;

/** All customers, also those without a balance. */
export function CustomersPage() {
  const { t } = useWords();
  const { state, asOf, mode } = useDesk();
  const { pool } = usePool();
  const navigate = useNavigate();
  const client = useQueryClient();
  const listing = useListing('customers.list', 'customers.page', {
    as_of: mode === 'past' ? asOf : null,
    pool,
  });
  const companyCurrency = state.book?.currency ?? '';
  const statuses = useAccountStatuses();
  const marked = useCustomerListActs(null);
  const columns = useMemo(() => customerColumns(t, companyCurrency, statuses), [t, companyCurrency, statuses]);
  const open = (row: CustomerRow, { index, count, query }: Opened) => {
    leaveTrail(
      client,
      listing,
      query,
      { index, count, back: '/customers', account: row.account },
      (other) => other.account,
    );
    void navigate({ to: '/customers/$account', params: { account: row.account } });
  };
  const toImport = () => void navigate({ to: '/import' });
  useActions([{ id: 'customers.import', label: t('customers.toImport'), group: 'page', keys: 'i', run: toImport }]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.customers')}
      about={t('customers.about')}
      actions={
        <Button variant="default" leftSection={<IconFileImport size={15} />} onClick={toImport}>
          {t('customers.toImport')}
        </Button>
      }
    >
      {marked.beside}
      <DataGrid
        id="customers"
        label={t('shell.page.customers')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.customer_id}
        totalsLater={totalsOf}
        initialSort={{ column: 'name', order: 'ascending' }}
        onOpen={open}
        acts={marked.buttons}
        exportFrom="customers.export"
        empty={
          <EmptyState
            title={t('customers.emptyTitle')}
            text={t('customers.emptyText')}
            action={<Button onClick={toImport}>{t('customers.toImport')}</Button>}
          />
        }
      />
    </Page>
  );
}

/** The sums of what is listed, per currency. */
async function totalsOf({ handle }: { handle: number }): Promise<ListingTotals[]> {
  const { ok } = await send('customers.totals', { handle });
  return ok.totals.map(([currency, total, overdue]) => ({ currency, figures: { total, overdue } }));
}

function customerColumns(t: TFunction, companyCurrency: string, statuses: Statuses): Column<CustomerRow>[] {
  const holds = (['no', 'invoice', 'all'] as const).map((value) => ({
    value,
    label: t(`customers.holdChoice.${value}`),
  }));
  return [
    {
      id: 'account',
      kind: 'text',
      header: t('customers.account'),
      width: 96,
      pin: 'left',
      value: (row) => row.account,
    },
    {
      id: 'name',
      kind: 'link',
      header: t('customers.name'),
      fit: 'grow',
      show: 'always',
      value: (row) => row.name,
    },
    {
      id: 'status',
      kind: 'text',
      header: t('customers.accountStatus'),
      width: 110,
      choices: statuses.choices,
      value: (row) => statuses.nameOf(row.account_status),
    },
    { id: 'city', kind: 'text', header: t('customers.city'), width: 128, value: (row) => row.city },
    { id: 'country', kind: 'text', header: t('customers.country'), width: 74, value: (row) => row.country },
    { id: 'group', kind: 'text', header: t('customers.group'), width: 110, value: (row) => row.group },
    {
      id: 'language',
      kind: 'text',
      header: t('customers.language'),
      width: 92,
      show: 'on_request',
      value: (row) => row.language,
    },
    {
      id: 'currency',
      kind: 'text',
      header: t('customers.currency'),
      width: 80,
      value: (row) => row.currency,
    },
    {
      id: 'total',
      kind: 'money',
      header: t('customers.total'),
      width: 150,
      value: (row) => row.balances[0]?.[1],
      currency: (row) => row.balances[0]?.[0] ?? row.currency,
      render: (row) => <Amounts row={row} figure={1} />,
    },
    {
      id: 'overdue',
      kind: 'money',
      header: t('customers.overdue'),
      width: 150,
      value: (row) => row.balances[0]?.[2],
      currency: (row) => row.balances[0]?.[0] ?? row.currency,
      render: (row) => <Amounts row={row} figure={2} />,
    },
    {
      id: 'credit_limit',
      kind: 'money',
      header: t('customers.creditLimitIn', { currency: companyCurrency }),
      value: (row) => row.credit_limit_minor,
      currency: () => companyCurrency,
    },
    {
      id: 'remaining_credit',
      kind: 'money',
      header: t('customers.remainingIn', { currency: companyCurrency }),
      // It follows from limits and orders too, and is found for the rows that are shown.
      sort: 'no',
      filter: 'no',
      value: (row) => row.remaining_credit_minor,
      currency: () => companyCurrency,
    },
    { id: 'agent', kind: 'text', header: t('aging.column.agent'), width: 96, value: (row) => row.agent },
    { id: 'region', kind: 'text', header: t('aging.column.region'), width: 96, value: (row) => row.region },
    {
      id: 'hold',
      kind: 'text',
      header: t('customers.hold'),
      width: 130,
      choices: holds,
      value: (row) => (row.delivery_hold === 'no' ? '' : holds.find(({ value }) => value === row.delivery_hold)?.label),
      render: (row) => <HoldTag hold={row.delivery_hold} />,
    },
  ];
}

/** A customer may owe in several currencies; they stand side by side, never summed. */
function Amounts({ row, figure }: { row: CustomerRow; figure: 1 | 2 }) {
  return row.balances.map(([currency, total, overdue], index) => (
    <span key={currency}>
      {index > 0 && ' · '}
      <MoneyText money={{ minor: figure === 1 ? total : overdue, currency }} showCurrency="yes" />
    </span>
  ));
}

/** What is held, with a sign beside the colour. */
export function HoldTag({ hold }: { hold: string }) {
  const { t } = useWords();
  if (hold !== 'invoice' && hold !== 'all') return null;
  return (
    <Tag tone="bad" sign="✕">
      {t(`customers.holdKind.${hold}`)}
    </Tag>
  );
}
