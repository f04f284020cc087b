import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { formatDay } from './format/day';
import { formatMoney } from './format/money';

type ByRule = NonNullable<ResponseOf<'credit.get'>['statuses'][number]['by_rule']>;

/** The rule in words: what it measured, its own value, and what lifts the status. */
export function useByRule(): (row: ByRule) => string {
  const { t, locale } = useWords();
  const figure = (of: ByRule['measured']): string | null => {
    if (of === null) return null;
    if (of.days !== null) {
      return t('rules.customer.days', { count: of.days, days: new Intl.NumberFormat(locale).format(of.days) });
    }
    if (of.minor !== null && of.currency !== null) {
      return formatMoney({ minor: of.minor, currency: of.currency }, locale);
    }
    return of.on && formatDay(of.on, locale);
  };
  return (row) => {
    const [measured, threshold] = [figure(row.measured), figure(row.threshold)];
    const day = row.lift_on ? formatDay(row.lift_on, locale) : '';
    const lift = LIFTS.find((known) => known === row.lift);
    return [
      t('credit.byRule', { rule: row.rule_id }),
      measured && threshold ? t('credit.measuredAbove', { measured, threshold }) : measured,
      lift && t(`rules.customer.lifted.${lift}`, { day }),
    ]
      .filter(Boolean)
      .join(' · ');
  };
}

const LIFTS = ['condition_false', 'nothing_overdue', 'until', 'by_hand'] as const;
