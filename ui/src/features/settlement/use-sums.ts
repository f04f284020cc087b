import { useWords } from '../../i18n';
import { formatMoney } from '../../kit/format/money';

/** Sums per currency as words, never added to each other. */
export function useSums() {
  const { locale } = useWords();
  return (totals: readonly { currency: string; open_minor: number }[]) =>
    totals.map(({ currency, open_minor }) => formatMoney({ minor: open_minor, currency }, locale)).join(', ');
}
