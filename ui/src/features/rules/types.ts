import type { ResponseOf } from '../../wire/commands';

export type HoldPolicy = ResponseOf<'rules.get'>;
export type Rule = HoldPolicy['rules'][number];
export type RuleType = Rule['rule_type'];
export type Checkpoint = HoldPolicy['checkpoints'][number];
export type Step = Checkpoint['step'];
export type Rank = HoldPolicy['terms_ranks'][number];
export type HoldParameters = HoldPolicy['parameters'];
export type Workflow = ResponseOf<'holds.workflow'>;
export type WorkflowRow = NonNullable<Workflow['matrix']>[number];
export type Setup = ResponseOf<'credit.setup'>;

export const STEPS: readonly Step[] = [
  'entry',
  'confirmation',
  'picking_list',
  'packing_slip',
  'invoice',
  'release_to_warehouse',
];

export const RULE_TYPES: readonly RuleType[] = [
  'days_overdue',
  'account_status',
  'terms_of_payment',
  'limit_expired',
  'overdue_amount',
  'sales_order',
  'limit_used',
  'order_review',
];
