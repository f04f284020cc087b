import type { Rule, RuleType } from './types';

/** The values that a rule of a type has; the rest of its form is the same for all. */
export type Value = 'days' | 'amount' | 'percent' | 'status' | 'terms' | 'measure' | 'overdue' | 'review';

const VALUES: Record<RuleType, readonly Value[]> = {
  days_overdue: ['days', 'overdue'],
  account_status: ['status'],
  terms_of_payment: ['terms'],
  limit_expired: ['days'],
  overdue_amount: ['amount', 'percent', 'measure', 'overdue'],
  sales_order: ['amount'],
  limit_used: ['percent', 'measure'],
  order_review: ['review'],
};

/** Exclusions by days overdue may compare the overdue amount instead. */
export function maybeByAmount({ rule_type, kind }: Pick<Rule, 'rule_type' | 'kind'>): boolean {
  return rule_type === 'days_overdue' && kind === 'exclusion';
}

export function valuesOf(rule: Pick<Rule, 'rule_type' | 'kind' | 'value_type'>): readonly Value[] {
  return maybeByAmount(rule) && rule.value_type === 'amount' ? ['amount', 'overdue'] : VALUES[rule.rule_type];
}

/** Whether any value of the rule is money, so that a currency means something. */
export function hasMoney(rule: Pick<Rule, 'rule_type' | 'kind' | 'value_type'>): boolean {
  return valuesOf(rule).some((value) => value === 'amount' || value === 'overdue' || value === 'review');
}

export const USUAL_OVERDUE: NonNullable<Rule['overdue']> = {
  ignore_below_minor: 0,
  net_credits: true,
  exclude_disputed: true,
};

export const NO_SIGNS: NonNullable<Rule['review']> = {
  average_bp: null,
  newcomer_days: null,
  newcomer_minor: null,
  new_address: false,
  suspicion: false,
};

export const NEW_RULE: Rule = {
  id: 0,
  rule_type: 'days_overdue',
  level: 'all',
  account: null,
  group: null,
  risk_group: null,
  kind: 'blocking',
  release: false,
  value_type: null,
  days: null,
  amount_minor: null,
  used_bp: null,
  status: null,
  terms: null,
  review: null,
  measure: null,
  overdue: null,
  outcome: 'hold',
  route: null,
  active: true,
  from_on: null,
  to_on: null,
  currency: null,
};

/** What a rule does where nobody says otherwise: signs of fraud are shown and hold nothing by themselves. */
export function usualOutcome(type: Rule['rule_type']): NonNullable<Rule['outcome']> {
  return type === 'order_review' ? 'warn' : 'hold';
}

/** The change of a rule to another type: what it does goes with the type, unless somebody chose otherwise. */
export function retyped(rule: Rule, type: Rule['rule_type']): Partial<Rule> {
  const usual = usualOutcome(rule.rule_type);
  const outcome = rule.outcome ?? usual;
  return { rule_type: type, outcome: outcome === usual ? usualOutcome(type) : outcome };
}

/** The rule with only what its type, level and kind have: what was typed for another type is no part of it. */
export function cleaned(rule: Rule): Rule {
  const values = valuesOf(rule);
  const has = <T>(value: Value, stored: T): T | null => (values.includes(value) ? stored : null);
  const blocking = rule.kind === 'blocking';
  return {
    ...rule,
    account: rule.level === 'table' ? rule.account : null,
    group: rule.level === 'group' ? rule.group : null,
    release: !blocking && rule.release,
    outcome: blocking ? (rule.outcome ?? usualOutcome(rule.rule_type)) : null,
    route: blocking ? rule.route : null,
    value_type: maybeByAmount(rule) && rule.value_type === 'amount' ? 'amount' : null,
    days: has('days', rule.days),
    amount_minor: has('amount', rule.amount_minor),
    used_bp: has('percent', rule.used_bp),
    status: has('status', rule.status),
    terms: has('terms', rule.terms),
    measure: has('measure', rule.measure ?? 'total'),
    overdue: has('overdue', rule.overdue ?? USUAL_OVERDUE),
    review: has('review', rule.review),
    currency: hasMoney(rule) ? rule.currency?.trim() || null : null,
  };
}
