import { useMemo } from 'react';
import { useWords } from '../../i18n';
import { formatInstant } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import type { Column } from '../../kit/grid/columns';
import { Tag } from '../../kit/tag';
import { type CaseRow, PRIORITIES, STATUSES, type Status } from './types';

const TONE: Record<Status, 'plain' | 'good' | 'accent'> = {
  opened: 'accent',
  in_process: 'accent',
  waiting: 'plain',
  closed: 'good',
};
const SIGN: Record<Status, string> = { opened: '○', in_process: '◐', waiting: '…', closed: '✓' };

/** Where a case is, as a word with a sign. */
export function StatusTag({ status }: { status: Status }) {
  const { t } = useWords();
  return (
    <Tag tone={TONE[status]} sign={SIGN[status]}>
      {t(`cases.statusName.${status}`)}
    </Tag>
  );
}

/** What is open of a case, each currency for itself. */
export function amountsText(amounts: CaseRow['amounts'], locale: string): string {
  return amounts.map(({ open_minor: minor, currency }) => formatMoney({ minor, currency }, locale)).join(' · ');
}

/** The columns of the list of cases. */
export function useCaseColumns(): Column<CaseRow>[] {
  const { t, locale } = useWords();
  return useMemo(
    () => [
      { id: 'number', kind: 'link', header: t('cases.number'), width: 120, show: 'always', value: (row) => row.number },
      {
        id: 'description',
        kind: 'text',
        header: t('cases.description'),
        fit: 'grow',
        width: 160,
        value: (row) => row.description,
      },
      { id: 'account', kind: 'text', header: t('cases.account'), width: 96, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('cases.name'), width: 170, value: (row) => row.name },
      {
        id: 'status',
        kind: 'text',
        header: t('cases.status'),
        width: 118,
        value: (row) => t(`cases.statusName.${row.status}`),
        render: (row) => <StatusTag status={row.status} />,
        choices: STATUSES.map((value) => ({ value, label: t(`cases.statusName.${value}`) })),
      },
      {
        id: 'priority',
        kind: 'text',
        header: t('cases.priority'),
        width: 92,
        value: (row) => priorityName(row.priority, (name) => t(`cases.priorityName.${name}`)),
        choices: PRIORITIES.map((value) => ({ value: String(value), label: t(`cases.priorityName.p${value}`) })),
      },
      { id: 'owner', kind: 'text', header: t('cases.owner'), width: 104, value: (row) => row.owner },
      {
        id: 'open',
        kind: 'text',
        header: t('cases.open'),
        width: 140,
        sort: 'no',
        filter: 'no',
        value: (row) => amountsText(row.amounts, locale),
        render: (row) => (
          <span className="tabular" style={{ display: 'block', textAlign: 'right' }}>
            {amountsText(row.amounts, locale)}
          </span>
        ),
      },
      {
        id: 'next_activity_on',
        kind: 'day',
        header: t('cases.nextOn'),
        width: 104,
        sort: 'no',
        filter: 'no',
        value: (row) => row.next_activity_on,
      },
      { id: 'category', kind: 'text', header: t('cases.category'), show: 'on_request', value: (row) => row.category },
      {
        id: 'created_on',
        kind: 'day',
        header: t('cases.createdOn'),
        show: 'on_request',
        value: (row) => row.created_at.slice(0, 10),
      },
      {
        id: 'modified_at',
        kind: 'day',
        header: t('cases.modifiedAt'),
        width: 148,
        value: (row) => row.modified_at.slice(0, 10),
        render: (row) => <span className="tabular">{formatInstant(row.modified_at, locale)}</span>,
      },
      {
        id: 'external_reference',
        kind: 'text',
        header: t('cases.reference'),
        width: 120,
        value: (row) => row.external_reference,
      },
      {
        id: 'transactions',
        kind: 'count',
        header: t('cases.transactions'),
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.transactions,
      },
      {
        id: 'open_activities',
        kind: 'count',
        header: t('cases.openActivities'),
        show: 'on_request',
        sort: 'no',
        filter: 'no',
        value: (row) => row.open_activities,
      },
    ],
    [t, locale],
  );
}

/** The word of a priority; a figure that has none stands as it is. */
function priorityName(priority: number, word: (name: `p${(typeof PRIORITIES)[number]}`) => string): string {
  const known = PRIORITIES.find((one) => one === priority);
  return known ? word(`p${known}`) : String(priority);
}
