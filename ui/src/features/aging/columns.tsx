import type { TFunction } from 'i18next';
import type { ListingTotals } from '../../data/listing';
import type { Column } from '../../kit/grid/columns';
import { moneyWidth, periodHeadingWidth } from '../../kit/grid/use-widths';
import { periodName, periodShort, periodStep } from '../../kit/period';
import { PeriodSign } from '../../kit/period-sign';
import type { AgingListing, AgingRow, Period } from './types';

function largest(row: AgingRow): number {
  return Math.max(0, ...row.period_minor);
}

/** The columns of the list: who, how much, one per period, and what needs a second look. */
export function agingColumns(
  { periods, totals, companies, with_unapplied, with_uncleared }: AgingListing,
  home: string,
  t: TFunction,
): Column<AgingRow>[] {
  const widthOf = (read: (total: AgingListing['totals'][number]) => number, least: number) =>
    Math.max(...totals.map((total) => moneyWidth([read(total)], total.currency, least)), least);
  const currency = (row: AgingRow) => row.currency;
  return [
    {
      id: 'account',
      kind: 'text',
      header: t('aging.column.account'),
      width: 78,
      pin: 'left',
      value: (row) => row.account,
    },
    {
      id: 'name',
      kind: 'link',
      header: t('aging.column.name'),
      width: 150,
      fit: 'grow',
      pin: undefined,
      show: 'always',
      value: (row) => row.name,
    },
    ...(companies.length > 0
      ? [
          {
            id: 'company',
            kind: 'text' as const,
            header: t('companies.company'),
            width: 90,
            value: (row: AgingRow) => row.company,
          },
        ]
      : []),
    { id: 'currency', kind: 'text', header: t('aging.column.currency'), width: 54, value: currency },
    {
      id: 'total',
      kind: 'money',
      width: widthOf((total) => total.total_minor, 94),
      header: t('aging.column.total'),
      value: (row) => row.total_minor,
      currency,
    },
    ...periods.map<Column<AgingRow>>((period, index) => ({
      id: period.id,
      kind: 'bucket',
      header: periodName(period, t),
      short: periodShort(period, t),
      value: (row) => row.period_minor[index] ?? 0,
      currency,
      width: widthOf((total) => total.period_minor[index] ?? 0, periodHeadingWidth(periodShort(period, t))),
      step: periodStep(periods, index),
      scale: largest,
    })),
    {
      id: 'overdue',
      kind: 'money',
      width: widthOf((total) => total.overdue_minor, 94),
      header: t('aging.column.overdue'),
      value: (row) => row.overdue_minor,
      currency,
    },
    {
      id: 'oldest_days',
      kind: 'overdue',
      header: t('aging.column.oldest'),
      hint: t('aging.column.oldestHint'),
      value: (row) => row.oldest_days_overdue,
    },
    {
      id: 'oldest_period',
      kind: 'text',
      header: t('aging.column.oldestPeriod'),
      width: 128,
      choices: periods.map((period) => ({ value: period.id, label: periodName(period, t) })),
      value: (row) => {
        const period = oldestPeriod(periods, row);
        return period && periodName(period, t);
      },
      render: (row) => <PeriodSign period={oldestPeriod(periods, row)} />,
    },
    { id: 'open_count', kind: 'count', header: t('aging.column.openCount'), width: 84, value: (row) => row.open_count },
    {
      id: 'unapplied',
      kind: 'money',
      header: t('aging.column.unapplied'),
      hint: t('aging.column.unappliedHint'),
      // A total that a credit makes smaller hides what is owed, so the credit then stands beside it.
      show: with_unapplied ? 'always' : 'on_request',
      value: (row) => row.unapplied_minor,
      currency,
    },
    {
      id: 'uncleared',
      kind: 'money',
      header: t('aging.column.uncleared'),
      hint: t('aging.column.unclearedHint'),
      // Cheques and bills are in no total, so they stand beside it where somebody has any (T-A17).
      show: with_uncleared ? 'always' : 'on_request',
      value: (row) => row.uncleared_minor,
      currency,
    },
    {
      id: 'disputed',
      kind: 'money',
      header: t('aging.column.disputed'),
      show: 'on_request',
      value: (row) => row.disputed_minor,
      currency,
    },
    ...workedColumns(t),
    ...headerColumns(home, t),
  ];
}

function oldestPeriod(periods: readonly Period[], row: AgingRow): Period | undefined {
  return row.oldest_period === null ? undefined : periods[row.oldest_period];
}

/** Who works the customer and what comes next with it; of today, whatever the day of the figures is. */
function workedColumns(t: TFunction): Column<AgingRow>[] {
  return [
    {
      id: 'agent',
      kind: 'text',
      header: t('aging.column.agent'),
      hint: t('aging.column.agentHint'),
      width: 96,
      value: (row) => row.worked.agent,
    },
    { id: 'region', kind: 'text', header: t('aging.column.region'), width: 96, value: (row) => row.worked.region },
    {
      id: 'last_contact_on',
      kind: 'day',
      header: t('aging.column.lastContact'),
      hint: t('aging.column.lastContactHint'),
      value: (row) => row.worked.last_contact_on,
    },
    {
      id: 'next_activity_on',
      kind: 'day',
      header: t('aging.column.nextActivity'),
      value: (row) => row.worked.next_activity_on,
    },
    {
      id: 'promise_due_on',
      kind: 'day',
      header: t('aging.column.promiseDue'),
      value: (row) => row.worked.promise_due_on,
    },
  ];
}

/** The rest of a stored header, on request: figures of the company's currency, whatever the row's currency is. */
function headerColumns(home: string, t: TFunction): Column<AgingRow>[] {
  const shared = { show: 'on_request', width: 110 } as const;
  const money = (id: string, header: string, value: (row: AgingRow) => number | null): Column<AgingRow> => ({
    ...shared,
    id,
    kind: 'money',
    header,
    value,
    currency: () => home,
  });
  return [
    {
      ...shared,
      id: 'disputed_count',
      kind: 'count',
      header: t('agingRest.column.disputedCount'),
      value: (row) => row.disputed_count,
    },
    money('credit_limit', t('agingRest.column.creditLimit'), (row) => row.credit_limit_minor),
    money('packing_slip', t('agingRest.column.packingSlip'), (row) => row.packing_slip_minor),
    money('sales_order', t('agingRest.column.salesOrder'), (row) => row.sales_order_minor),
    money('remaining_credit', t('agingRest.column.remaining'), (row) => row.remaining_credit_minor),
  ];
}

/** The totals lines, by column. */
export function agingTotals(listing: AgingListing): ListingTotals[] {
  return listing.totals.map((total) => ({
    currency: total.currency,
    figures: {
      total: total.total_minor,
      overdue: total.overdue_minor,
      ...Object.fromEntries(listing.periods.map((period, index) => [period.id, total.period_minor[index] ?? 0])),
    },
  }));
}
