import type { Checkpoint, HoldPolicy, Rule, RuleType } from './types';

/** What a rule does at a step. */
export type Effect = 'unchecked' | 'off' | 'hold' | 'warn' | 'shield' | 'nothing' | 'release';

type Running = Pick<HoldPolicy, 'credit_management' | 'check_limit_on_orders' | 'notes'>;

/** Why a rule may not be run at all, whatever the step. */
function isOff(rule: Rule, policy: Running, today: string) {
  return (
    !policy.credit_management ||
    !rule.active ||
    (rule.rule_type === 'limit_used' && !policy.check_limit_on_orders) ||
    (rule.from_on !== null && rule.from_on > today) ||
    (rule.to_on !== null && rule.to_on < today)
  );
}

/** What a true rule makes of an order at a step, by the ticks and the outcome of the checkpoint and its own. */
export function effectAt(rule: Rule, checkpoint: Checkpoint | undefined, policy: Running, today: string): Effect {
  if (!checkpoint || (!checkpoint.posting && !checkpoint.pro_forma)) return 'unchecked';
  if (isOff(rule, policy, today)) return 'off';
  if (rule.kind === 'exclusion') {
    if (rule.release) return 'release';
    return policy.notes.some(({ rule_id }) => rule_id === rule.id) ? 'nothing' : 'shield';
  }
  return rule.outcome === 'warn' || checkpoint.outcome === 'warn_only' ? 'warn' : 'hold';
}

/** The types that have rules, in the order of the sequence. */
export function shownTypes(policy: Pick<HoldPolicy, 'rules' | 'sequence'>): RuleType[] {
  return policy.sequence.filter((type) => policy.rules.some((rule) => rule.rule_type === type));
}

/**
 * The sequence after a shown type changed places with its shown neighbour; `null` where there is none. Types without
 * rules keep their places.
 */
export function movedType(
  policy: Pick<HoldPolicy, 'rules' | 'sequence'>,
  type: RuleType,
  by: -1 | 1,
): RuleType[] | null {
  const shown = shownTypes(policy);
  const other = shown[shown.indexOf(type) + by];
  if (!other || !shown.includes(type)) return null;
  return policy.sequence.map((at) => (at === type ? other : at === other ? type : at));
}
