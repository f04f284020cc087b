import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import type { Figure, Reason } from './types';

const SIGNS = ['above_average', 'newcomer', 'new_address', 'suspicion'] as const;

/** A share in basis points as a percentage of the reader's language. */
export function percentText(basisPoints: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(basisPoints / 10_000);
}

/** What was measured, or the value of a rule, in words. */
export function useFigureWords(): (figure: Figure) => string {
  const { t, locale } = useWords();
  return (figure) => {
    const money = (minor: number | null) =>
      minor === null ? '' : formatMoney({ minor, currency: figure.currency ?? 'EUR' }, locale);
    const percent = figure.basis_points === null ? '' : percentText(figure.basis_points, locale);
    const used = () =>
      figure.exposure_minor === null
        ? t('holds.figure.not_set')
        : figure.limit_minor
          ? t('holds.figure.used', {
              exposure: money(figure.exposure_minor),
              limit: money(figure.limit_minor),
              percent,
            })
          : t('holds.figure.usedNoLimit', { exposure: money(figure.exposure_minor) });
    const id = figure.id ?? t('holds.figure.none');
    switch (figure.figure) {
      case 'days':
        return t('holds.figure.days', { count: figure.days ?? 0 });
      case 'day':
        return formatDay(figure.on ?? '', locale);
      case 'amount':
        return money(figure.minor);
      case 'percent':
        return percent;
      case 'used':
        return used();
      case 'overdue_and_used':
        return t('holds.figure.overdueAndUsed', { overdue: money(figure.minor), used: used() });
      case 'amount_and_percent':
        return t('holds.figure.amountAndPercent', { amount: money(figure.minor), percent });
      case 'unlimited':
      case 'not_set':
      case 'review':
        return t(`holds.figure.${figure.figure}`);
      case 'id':
        return id;
      case 'rank':
        return figure.rank === null
          ? t('holds.figure.notRanked', { id })
          : t('holds.figure.ranked', { id, rank: figure.rank });
      case 'signs':
        return SIGNS.filter((sign) => figure.signs.includes(sign))
          .map((sign) => t(`holds.sign.${sign}`))
          .join(', ');
      default:
        return '';
    }
  };
}

/** What was measured beside the value that it exceeds. */
export function useReasonSentence(): (reason: Pick<Reason, 'measured' | 'threshold'>) => string {
  const figure = useFigureWords();
  return ({ measured, threshold }) =>
    threshold.figure === 'nothing' ? figure(measured) : `${figure(measured)} > ${figure(threshold)}`;
}
