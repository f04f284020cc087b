import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { Section } from '../../kit/page';
import type { ResponseOf } from '../../wire/commands';

type Row = ResponseOf<'today.get'>['waiting'][number];

/** Where the work of each kind is done. */
const PATHS: Record<Row['kind'], string> = {
  holds: '/holds',
  hold_requests: '/holds',
  limit_journals: '/limits',
  applications: '/applications',
  write_offs: '/write-offs',
  reimbursements: '/reimbursements',
  credit_tasks: '/credit-tasks',
  promises_broken: '/promises',
  promises_due: '/promises',
  reminders: '/activities',
  disputes: '/disputes',
  bank_returns: '/bank',
  bank_lines: '/bank',
};

/** What a count means: the list opens with just that. */
const SHOWN: Partial<Record<Row['kind'], string>> = {
  promises_broken: 'broken_open',
  promises_due: 'due',
  reminders: 'reminded',
  disputes: 'waiting',
  hold_requests: 'waiting',
  write_offs: 'waiting',
  reimbursements: 'proposed',
  bank_returns: 'returned',
};

/** What waits for the user on other pages; nothing is shown where nothing waits. */
export function Waiting({ rows }: { rows: readonly Row[] }) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const wordsOf = (row: Row) => {
    const what = `${t(`today.waitingKind.${row.kind}`)}: ${row.count}`;
    // A task has a day by which, everything else one since when.
    if (row.oldest_on === null || row.kind === 'credit_tasks') return what;
    return `${what}, ${t('today.since', { day: formatDay(row.oldest_on, locale) })}`;
  };
  if (rows.length === 0) return null;
  return (
    <Section title={t('today.waiting')}>
      <div>
        {rows.map((row) => (
          <Button
            key={row.kind}
            variant="default"
            size="xs"
            mr={8}
            onClick={() =>
              void navigate({
                to: PATHS[row.kind],
                search: (SHOWN[row.kind] ? { show: SHOWN[row.kind] } : {}) as never,
              })
            }
          >
            {wordsOf(row)}
          </Button>
        ))}
      </div>
    </Section>
  );
}
