import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import type { WorkRow } from './worklist';

/** Why a customer stands where it stands, in words; amounts of several currencies stand side by side. */
export function useReason(company: string): (row: WorkRow) => string {
  const { t, locale } = useWords();
  const when = ({ days_ago, broken_on }: NonNullable<WorkRow['broken']>) => {
    if (days_ago === 0) return t('today.brokenToday');
    return days_ago === 1 ? t('today.brokenYesterday') : t('today.brokenOn', { day: formatDay(broken_on, locale) });
  };
  return (row) => {
    const sum = (part: 'overdue_minor' | 'undisputed_minor') =>
      row.amounts
        .filter((amount) => amount.overdue_minor !== 0)
        .map((amount) => formatMoney({ minor: amount[part], currency: amount.currency }, locale))
        .join(' + ');
    const words = row.reason === 'broken_promises' && row.broken ? 'broken_promise' : row.reason;
    return t(`today.reason.${words}`, {
      promised: row.broken
        ? formatMoney({ minor: row.broken.amount_minor, currency: row.broken.currency }, locale)
        : '',
      when: row.broken ? when(row.broken) : '',
      overdue: sum('overdue_minor'),
      undisputed: sum('undisputed_minor'),
      exposure: formatMoney({ minor: row.exposure_minor, currency: company }, locale),
      days: row.oldest_days,
      count: row.broken_promises,
    });
  };
}
