import { useWords } from '../../i18n';
import { formatMoney } from '../../kit/format/money';
import type { WorkRow } from './worklist';

/** Why a customer stands where it stands, in words; amounts of several currencies stand side by side. */
export function useReason(company: string): (row: WorkRow) => string {
  const { t, locale } = useWords();
  return (row) => {
    const sum = (part: 'overdue_minor' | 'undisputed_minor') =>
      row.amounts
        .filter((amount) => amount.overdue_minor !== 0)
        .map((amount) => formatMoney({ minor: amount[part], currency: amount.currency }, locale))
        .join(' + ');
    return t(`today.reason.${row.reason}`, {
      overdue: sum('overdue_minor'),
      undisputed: sum('undisputed_minor'),
      exposure: formatMoney({ minor: row.exposure_minor, currency: company }, locale),
      days: row.oldest_days,
      count: row.broken_promises,
    });
  };
}
