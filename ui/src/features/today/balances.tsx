import { useNavigate } from '@tanstack/react-router';
import { useWords } from '../../i18n';
import { DaysOverdue, MoneyText } from '../../kit/figures';
import { usePoints } from '../../kit/score';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Row = ResponseOf<'today.get'>['highest'][number];
type BalancesProps = { label: string; rows: readonly Row[]; currency: string };

/** Customers by their balance; each currency stands by itself. */
export function Balances({ label, rows, currency }: BalancesProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const points = usePoints();
  if (rows.length === 0) return <Note>{t('today.noBalances')}</Note>;
  const company = (minor: number | null) => (minor === null ? null : <MoneyText money={{ minor, currency }} />);
  return (
    <Table
      label={label}
      rows={rows}
      keyOf={(row) => row.account}
      onOpen={(row) => void navigate({ to: `/customers/${encodeURIComponent(row.account)}` })}
      columns={[
        { id: 'customer', header: t('today.customer'), opens: 'yes', cell: (row) => `${row.name} (${row.account})` },
        {
          id: 'balance',
          header: t('today.balance'),
          align: 'right',
          cell: (row) =>
            row.balances.map(([code, minor]) => (
              <div key={code}>
                <MoneyText money={{ minor, currency: code }} showCurrency="yes" />
              </div>
            )),
        },
        {
          id: 'late',
          header: t('today.daysLate'),
          align: 'right',
          cell: (row) => <DaysOverdue days={row.oldest_days} />,
        },
        { id: 'bucket', header: t('today.bucket'), cell: (row) => row.oldest_bucket },
        {
          id: 'limit',
          header: `${t('today.creditLimit')} (${currency})`,
          align: 'right',
          cell: (row) => company(row.credit_limit_minor),
        },
        {
          id: 'remaining',
          header: `${t('today.remaining')} (${currency})`,
          align: 'right',
          cell: (row) => company(row.remaining_minor),
        },
        {
          id: 'score',
          header: t('today.score'),
          align: 'right',
          cell: (row) => (row.risk_score === null ? null : points(row.risk_score)),
        },
        { id: 'group', header: t('today.creditGroup'), cell: (row) => row.credit_group },
        { id: 'status', header: t('today.status'), cell: (row) => row.account_status },
      ]}
    />
  );
}
