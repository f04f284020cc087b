import type { RequestOf, ResponseOf } from '../../wire/commands';

export type Order = ResponseOf<'orders.get'>;
export type OrderRow = ResponseOf<'orders.page'>['rows'][number];
export type Checked = ResponseOf<'orders.check'>;
export type HoldRow = ResponseOf<'holds.page'>['rows'][number];
export type Explained = ResponseOf<'holds.explain'>;
export type Reason = Checked['reasons'][number];
export type Figure = Reason['measured'];
export type Check = ResponseOf<'orders.explain'>;
export type Step = Checked['step'];
export type State = Order['state'];

/** Every open hold, however it came about. */
export const HOLDS_QUESTION = {
  all: false,
  account: null,
  ready_only: false,
  waiting_only: false,
  mine_only: false,
  changed_only: false,
  route: null,
  search: '',
  filters: [],
  sort: null,
} satisfies RequestOf<'holds.list'>;

export const STEPS: readonly Step[] = [
  'entry',
  'confirmation',
  'release_to_warehouse',
  'picking_list',
  'packing_slip',
  'invoice',
];

export const STORED_STEPS = [
  'quotation',
  'entry',
  'confirmation',
  'picking',
  'packing_slip',
  'invoice',
  'closed',
  'cancelled',
] as const;

export const STATES: readonly State[] = [
  'not_checked',
  'passed',
  'warned',
  'on_hold',
  'in_approval',
  'released',
  'rejected',
  'cancelled',
];

/** Roles that may sign a request. */
export const ROLES: readonly HoldRow['waits_for'][number][] = ['credit_clerk', 'credit_manager', 'finance_approver'];

export const REASONS = [
  'days_overdue',
  'account_status',
  'terms_of_payment',
  'limit_expired',
  'overdue_amount',
  'order_amount',
  'limit_used_group',
  'limit_used_customer',
  'limit_not_set',
  'not_convertible',
  'order_review',
  'terms_rank',
  'terms_not_ranked',
  'discount_rank',
  'discount_not_ranked',
  'forced',
  'multiple',
] as const;
