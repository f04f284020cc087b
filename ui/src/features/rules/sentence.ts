import type { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import type { Rule } from './types';

type T = ReturnType<typeof useWords>['t'];

/** What a sentence about a rule needs beside the rule. */
export type Speaker = {
  t: T;
  locale: string;
  /** The company's currency: that of a rule which names none. */
  currency: string;
  /** The reader's word for an account status. */
  status: (code: string) => string;
};

/** A value that is not typed yet. */
const UNKNOWN = '…';

/** Whom a rule is for; only the fields of its level count. */
export type Scope = Pick<Rule, 'level' | 'account' | 'group' | 'risk_group'>;

function scopeOf({ level, account, group, risk_group }: Scope, t: T, word: 'whose' | 'who'): string {
  const risk = risk_group?.trim() ?? '';
  const figures = { account: account || UNKNOWN, group: group || UNKNOWN, risk };
  if (level === 'table') return t(`rules.${word}.${risk ? 'tableRisk' : 'table'}`, figures);
  if (level === 'group') return t(`rules.${word}.${risk ? 'groupRisk' : 'group'}`, figures);
  return t(`rules.${word}.${risk ? 'risk' : 'all'}`, figures);
}

/** Whose orders, or whose invoices: *of customer 1000*. */
export function whose(scope: Scope, t: T): string {
  return scopeOf(scope, t, 'whose');
}

/** For whom a rule is: *customers in group KEY*. */
export function who(scope: Scope, t: T): string {
  return scopeOf(scope, t, 'who');
}

/** The rule in one plain sentence, made from its fields. */
export function sentenceOf(rule: Rule, speaker: Speaker): string {
  const { t } = speaker;
  const everybody = rule.level === 'all' && !rule.risk_group?.trim();
  const of = whose(rule, t);
  const amount = money(rule.amount_minor, rule, speaker);
  if (rule.kind === 'exclusion' && rule.release && rule.rule_type === 'sales_order') {
    return everybody
      ? t('rules.sentence.releaseSmall', { amount })
      : t('rules.sentence.releaseSmallOf', { amount, whose: of });
  }
  if (rule.kind === 'exclusion' && !rule.release) {
    // The customer is named at the front of the sentence already.
    const condition = conditionOf(rule, speaker, t('rules.whose.all'));
    return t('rules.sentence.shield', { who: who(rule, t), condition });
  }
  const effect = rule.kind === 'exclusion' ? 'release' : rule.outcome === 'warn' ? 'warn' : 'hold';
  const condition = conditionOf(rule, speaker, of);
  return aboutTheOrder(rule) && !everybody
    ? t(`rules.sentence.${effect}Of`, { whose: of, condition })
    : t(`rules.sentence.${effect}`, { condition });
}

/** Conditions on the order itself do not say whose it is; the sentence around them does. */
function aboutTheOrder({ rule_type }: Rule): boolean {
  return rule_type === 'terms_of_payment' || rule_type === 'sales_order' || rule_type === 'order_review';
}

function money(minor: number | null, { currency }: Partial<Pick<Rule, 'currency'>>, speaker: Speaker): string {
  return minor === null ? UNKNOWN : formatMoney({ minor, currency: currency || speaker.currency }, speaker.locale);
}

function percent(basisPoints: number | null, locale: string): string {
  if (basisPoints === null) return UNKNOWN;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000);
}

function conditionOf(rule: Rule, speaker: Speaker, of: string): string {
  const { t, locale } = speaker;
  const below = rule.kind === 'exclusion';
  const amount = money(rule.amount_minor, rule, speaker);
  const used = percent(rule.used_bp, locale);
  const exposure = t(`rules.exposureOf.${rule.measure ?? 'total'}`);
  const limit = { whose: of, exposure, percent: used };
  switch (rule.rule_type) {
    case 'days_overdue':
      if (rule.value_type === 'amount') return t('rules.when.totalBelow', { whose: of, amount });
      return daysOverdue(rule.days, below ? 'below' : 'above', speaker, of);
    case 'account_status':
      return t('rules.when.status', { whose: of, status: rule.status ? speaker.status(rule.status) : UNKNOWN });
    case 'terms_of_payment':
      return t('rules.when.terms', { terms: rule.terms || UNKNOWN });
    case 'limit_expired':
      return expired(rule.days, below, speaker, of);
    case 'overdue_amount':
      return t(below ? 'rules.when.overdueBelow' : 'rules.when.overdueAbove', { ...limit, amount });
    case 'sales_order':
      return t(below ? 'rules.when.orderBelow' : 'rules.when.orderAbove', { amount });
    case 'limit_used':
      return t(below ? 'rules.when.usedBelow' : 'rules.when.usedAbove', limit);
    case 'order_review':
      return signsOf(rule, below, speaker);
  }
}

function counted(days: number | null, { locale }: Speaker): { count: number; days: string } {
  return { count: days ?? 0, days: days === null ? UNKNOWN : new Intl.NumberFormat(locale).format(days) };
}

/** How late the oldest invoice is. */
export function daysOverdue(days: number | null, side: 'above' | 'below', speaker: Speaker, of: string): string {
  const { t } = speaker;
  if (side === 'below') return t('rules.when.daysBelow', { ...counted(days, speaker), whose: of });
  if (days === 0) return t('rules.when.overdue', { whose: of });
  return t('rules.when.daysAbove', { ...counted(days, speaker), whose: of });
}

function expired(days: number | null, below: boolean, speaker: Speaker, of: string): string {
  const { t } = speaker;
  if (below) return t('rules.when.expiredBelow', { ...counted(days, speaker), whose: of });
  if (days === 0) return t('rules.when.expired', { whose: of });
  return t('rules.when.expiredAbove', { ...counted(days, speaker), whose: of });
}

/** Any sign stops an order; an exclusion needs every sign that it names to be absent. */
function signsOf(rule: Rule, below: boolean, speaker: Speaker): string {
  const { t, locale } = speaker;
  const { review } = rule;
  const signs: string[] = [];
  if (review?.average_bp) {
    const share = { percent: percent(review.average_bp, locale) };
    signs.push(t(below ? 'rules.sign.averageBelow' : 'rules.sign.averageAbove', share));
  }
  if (review && (review.newcomer_days !== null || review.newcomer_minor !== null)) {
    const figures = {
      ...counted(review.newcomer_days, speaker),
      amount: money(review.newcomer_minor, rule, speaker),
    };
    signs.push(below ? t('rules.sign.newcomerBelow', figures) : t('rules.sign.newcomerAbove', figures));
  }
  if (review?.new_address) signs.push(t(below ? 'rules.sign.addressBelow' : 'rules.sign.addressAbove'));
  if (review?.suspicion) signs.push(t(below ? 'rules.sign.suspicionBelow' : 'rules.sign.suspicionAbove'));
  if (signs.length === 0) return t('rules.sign.none');
  return new Intl.ListFormat(locale, { type: below ? 'conjunction' : 'disjunction' }).format(signs);
}

type Detailed = Pick<Rule, 'active' | 'from_on' | 'to_on' | 'overdue'> & Partial<Pick<Rule, 'route' | 'currency'>>;

/** What else is to know of a rule: its period, its queue, and how it measures where that is not as usual. */
export function detailsOf(rule: Detailed, speaker: Speaker): string[] {
  const { t, locale } = speaker;
  const { overdue } = rule;
  const details: string[] = [];
  if (!rule.active) details.push(t('rules.detail.inactive'));
  if (rule.from_on) details.push(t('rules.detail.from', { day: formatDay(rule.from_on, locale) }));
  if (rule.to_on) details.push(t('rules.detail.to', { day: formatDay(rule.to_on, locale) }));
  if (rule.route) details.push(t('rules.detail.route', { route: routeName(rule.route, t) }));
  if (overdue && overdue.ignore_below_minor > 0) {
    details.push(t('rules.detail.ignored', { amount: money(overdue.ignore_below_minor, rule, speaker) }));
  }
  if (overdue && !overdue.net_credits) details.push(t('rules.detail.credits'));
  if (overdue && !overdue.exclude_disputed) details.push(t('rules.detail.disputed'));
  return details;
}

const ROLES = [
  'credit_manager',
  'credit_clerk',
  'collections_manager',
  'collections_agent',
  'finance_approver',
] as const;

/** The queue of a role has the role's name; that of a user its short name. */
function routeName(route: string, t: T): string {
  const role = ROLES.find((other) => other === route);
  return role ? t(`users.role.${role}`) : route;
}
