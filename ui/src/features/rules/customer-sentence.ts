import { formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import type { ResponseOf } from '../../wire/commands';
import { daysOverdue, type Speaker, who } from './sentence';

export type CustomerRule = ResponseOf<'customer_rules.list'>['rules'][number];
export type Proposal = ResponseOf<'customer_rules.list'>['proposals'][number];
type Figure = NonNullable<Proposal['measured']>;

/** A rule about customers in plain sentences: what it does and when, and what takes it back. */
export function customerSentence(rule: CustomerRule, speaker: Speaker): string {
  const { t } = speaker;
  const figures = {
    who: who(rule, t),
    status: rule.status ? speaker.status(rule.status) : '…',
    condition: conditionOf(rule, speaker),
  };
  const does = t(`rules.customer.does.${rule.act}`, figures);
  const day = rule.lift_on ? formatDay(rule.lift_on, speaker.locale) : '…';
  return `${does} ${t(`rules.customer.lifted.${rule.lift}`, { day })}`;
}

function conditionOf(rule: CustomerRule, speaker: Speaker): string {
  const { t, locale, currency } = speaker;
  const whose = t('rules.whose.all');
  switch (rule.condition) {
    case 'days_overdue':
      return daysOverdue(rule.days, 'above', speaker, whose);
    case 'overdue_amount': {
      const minor = rule.amount_minor;
      return t('rules.customer.overdueAbove', {
        amount: minor === null ? '…' : formatMoney({ minor, currency }, locale),
      });
    }
    case 'limit_expired':
      return t('rules.when.expired', { whose });
    case 'insolvency':
      return t('rules.customer.insolvent');
    case 'insurance_expired':
      return t('rules.customer.uninsured');
  }
}

/** What was measured, or the value of the rule beside it. */
export function figureText(figure: Figure | null, speaker: Speaker): string {
  const { t, locale, currency } = speaker;
  if (figure?.days !== null && figure?.days !== undefined) {
    return t('rules.customer.days', { count: figure.days, days: new Intl.NumberFormat(locale).format(figure.days) });
  }
  if (figure?.minor !== null && figure?.minor !== undefined) {
    return formatMoney({ minor: figure.minor, currency: figure.currency ?? currency }, locale);
  }
  return figure?.on ? formatDay(figure.on, locale) : t('kit.none');
}
