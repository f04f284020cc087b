import type { RequestOf } from '../../wire/commands';

/** Which of the proposed rests are closed: all but some, or only some. */
export type Choice = RequestOf<'settlement.small_balances_post'>['choice'];

export const ALL: Choice = { of: 'all_but', transaction_ids: [] };

const without = (ids: readonly number[], gone: readonly number[]) => {
  const out = new Set(gone);
  return ids.filter((id) => !out.has(id));
};

const together = (ids: readonly number[], more: readonly number[]) => [...new Set([...ids, ...more])];

/** These stay open. */
export function leave({ of, transaction_ids: ids }: Choice, these: readonly number[]): Choice {
  return { of, transaction_ids: of === 'all_but' ? together(ids, these) : without(ids, these) };
}

/** These are closed. */
export function take({ of, transaction_ids: ids }: Choice, these: readonly number[]): Choice {
  return { of, transaction_ids: of === 'all_but' ? without(ids, these) : together(ids, these) };
}

export function only(these: readonly number[]): Choice {
  return { of: 'only', transaction_ids: [...these] };
}

export function isTaken({ of, transaction_ids: ids }: Choice, id: number): boolean {
  return ids.includes(id) === (of === 'only');
}

/** How many of the proposed rests stay open by choice. */
export function leftOpen({ of, transaction_ids: ids }: Choice, proposed: number): number {
  return Math.min(proposed, Math.max(0, of === 'all_but' ? ids.length : proposed - ids.length));
}
