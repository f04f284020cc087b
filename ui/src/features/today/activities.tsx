import { useNavigate } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DayText } from '../../kit/figures';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

/** What the user has to do, the oldest first. */
export function Activities({ rows }: { rows: ResponseOf<'today.get'>['activities'] }) {
  const { t } = useWords();
  const { state } = useDesk();
  const navigate = useNavigate();
  if (rows.length === 0) return <Note>{t('today.noActivities')}</Note>;
  return (
    <Table
      label={t('today.activities')}
      rows={rows}
      keyOf={(row) => row.number}
      onOpen={(row) => void navigate({ to: `/customers/${encodeURIComponent(row.account)}` })}
      tone={(row) => (row.ends_on < state.today ? 'warn' : 'plain')}
      columns={[
        { id: 'due', header: t('today.due'), cell: (row) => <DayText day={row.ends_on} /> },
        { id: 'customer', header: t('today.customer'), opens: 'yes', cell: (row) => `${row.name} (${row.account})` },
        { id: 'purpose', header: t('today.activity'), cell: (row) => row.purpose },
      ]}
    />
  );
}
