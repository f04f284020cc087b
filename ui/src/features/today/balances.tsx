import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useLocalListing } from '../../data/local-listing';
import { leaveTrail } from '../../data/trail';
import { useWords } from '../../i18n';
import { useAccountStatuses } from '../../kit/account-status';
import { MoneyText } from '../../kit/figures';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { periodName, periodShort, periodStep } from '../../kit/period';
import { PeriodSign } from '../../kit/period-sign';
import { POINT, usePoints } from '../../kit/score';
import { Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Answer = ResponseOf<'today.get'>;
type Row = Answer['highest'][number];
type BalancesProps = { part: 'highest' | 'oldest'; answer: Answer };

/** Customers by their balance, or by how old it is; each currency stands by itself. */
export function Balances({ part, answer }: BalancesProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const columns = useBalanceColumns(part, answer);
  const rows = answer[part];
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const listing = useLocalListing(`today.${part}`, rows, (row, column) => byId.get(column)?.value(row) ?? null, [
    'account',
    'name',
  ]);
  return (
    <DataGrid
      id={`today_${part}`}
      label={t(`today.${part}`)}
      listing={listing}
      columns={columns}
      idOf={(row) => row.customer_id}
      exportFrom="page"
      onOpen={(row, { index, count, query }) => {
        leaveTrail(
          client,
          listing,
          query,
          { index, count, back: '/today', account: row.account },
          (other) => other.account,
        );
        void navigate({ to: `/customers/${encodeURIComponent(row.account)}` });
      }}
      empty={<Note>{t('today.noBalances')}</Note>}
    />
  );
}

function useBalanceColumns(part: BalancesProps['part'], { periods, currency }: Answer): Column<Row>[] {
  const { t } = useWords();
  const points = usePoints();
  const statuses = useAccountStatuses();
  // biome-ignore lint/correctness/useExhaustiveDependencies: how points are written changes with the words alone.
  return useMemo(() => {
    const company = (id: string, header: string, value: (row: Row) => number | null): Column<Row> => ({
      id,
      kind: 'money',
      header: `${header} (${currency})`,
      width: 150,
      value,
      currency: () => currency,
    });
    const first = (row: Row) => row.balances[0]?.[0] ?? currency;
    const buckets = periods.map<Column<Row>>((period, index) => ({
      id: period.id,
      kind: 'bucket',
      header: periodName(period, t),
      short: periodShort(period, t),
      value: (row) => row.periods[0]?.[1][index] ?? 0,
      currency: first,
      step: periodStep(periods, index),
      scale: (row) => Math.max(0, ...(row.periods[0]?.[1] ?? [])),
      render: (row) => <Amounts amounts={row.periods.map(([code, minors]) => [code, minors[index] ?? 0])} />,
    }));
    const oldest = (row: Row) => (row.oldest_period === null ? undefined : periods[row.oldest_period]);
    return [
      { id: 'account', kind: 'link', header: t('activities.account'), width: 96, value: (row) => row.account },
      { id: 'name', kind: 'link', header: t('today.customer'), fit: 'grow', show: 'always', value: (row) => row.name },
      {
        id: 'balance',
        kind: 'money',
        header: t('today.balance'),
        width: 150,
        value: (row) => row.balances[0]?.[1],
        currency: first,
        render: (row) => <Amounts amounts={row.balances.map(([code, minor]) => [code, minor])} />,
      },
      ...(part === 'oldest' ? buckets : []),
      { id: 'late', kind: 'overdue', header: t('today.daysLate'), value: (row) => row.oldest_days },
      {
        id: 'oldest_period',
        kind: 'text',
        header: t('today.bucket'),
        width: 128,
        value: (row) => {
          const period = oldest(row);
          return period && periodName(period, t);
        },
        render: (row) => <PeriodSign period={oldest(row)} />,
      },
      company('limit', t('today.creditLimit'), (row) => row.credit_limit_minor),
      company('remaining', t('today.remaining'), (row) => row.remaining_minor),
      {
        id: 'score',
        kind: 'count',
        header: t('today.score'),
        value: (row) => (row.risk_score === null ? null : row.risk_score / POINT),
        render: (row) => (row.risk_score === null ? null : points(row.risk_score)),
      },
      { id: 'group', kind: 'text', header: t('today.creditGroup'), width: 120, value: (row) => row.credit_group },
      {
        id: 'status',
        kind: 'text',
        header: t('today.status'),
        width: 120,
        value: (row) => statuses.nameOf(row.account_status),
      },
    ];
  }, [t, periods, currency, part, statuses]);
}

/** A customer may owe in several currencies; they stand side by side, never summed. */
function Amounts({ amounts }: { amounts: readonly (readonly [string, number])[] }) {
  return amounts.map(([code, minor], index) => (
    <span key={code}>
      {index > 0 && ' · '}
      <MoneyText money={{ minor, currency: code }} showCurrency={amounts.length > 1 ? 'yes' : 'no'} />
    </span>
  ));
}
