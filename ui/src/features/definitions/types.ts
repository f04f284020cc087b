import type { ResponseOf } from '../../wire/commands';

export type Definitions = ResponseOf<'aging.definitions'>;
export type Definition = Definitions['definitions'][number];
export type Line = Definition['lines'][number];
export type Interval = Line['interval'];

export const INTERVALS: readonly Interval[] = ['day', 'week', 'month', 'quarter', 'year', 'ledger_period', 'unlimited'];
/** A definition as a new one begins: one period back, today, and what is not due. */
export const NEW_DEFINITION: Definition = {
  id: '',
  description: '',
  direction: 'backward',
  lines: [
    { id: 'p1', label: '', unit: -1, interval: 'unlimited', length_days: 1, indicator: 'alarm' },
    { id: 'p2', label: '', unit: -30, interval: 'day', length_days: 1, indicator: 'watch' },
    { id: 'current', label: '', unit: 0, interval: 'day', length_days: 1, indicator: 'calm' },
    { id: 'not_due', label: '', unit: 1, interval: 'unlimited', length_days: 1, indicator: 'calm' },
  ],
};

/** An id that no other line has; it stays when the heading changes, so that saved views still find their column. */
export function freeId(lines: readonly Line[]): string {
  let number = lines.length + 1;
  while (lines.some((line) => line.id === `p${number}`)) number += 1;
  return `p${number}`;
}
