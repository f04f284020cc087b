import type { RequestOf, ResponseOf } from '../../wire/commands';

export type NoteRow = ResponseOf<'interest.page'>['rows'][number];
export type NoteTotal = ResponseOf<'interest.notes'>['totals'][number];
export type Shown = ResponseOf<'interest.show'>;
export type Item = Shown['items'][number];
export type Slice = Item['slices'][number];
export type Question = RequestOf<'interest.preview'>;
export type Preview = ResponseOf<'interest.preview'>;
export type Run = ResponseOf<'interest.create'>;
export type Skips = Preview['skipped'];
export type Parameters = ResponseOf<'interest.parameters'>;
export type Bears = Question['kinds'][number];
export type Adjusting = RequestOf<'interest.adjustment'>['kind'];
export type Adjusted = ResponseOf<'interest.waive'>;
export type Reference = ResponseOf<'interest.rates'>['references'][number]['reference'];

/** Which notes an act is about: those of a run, or these. */
export type Notes = { runId: number; noteIds: [] } | { runId: null; noteIds: number[] };

export const KINDS: readonly Bears[] = ['invoice', 'credit_note', 'payment', 'interest', 'letter_fee', 'other'];
export const STATUSES = ['created', 'printed', 'posted', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

/** The status as a word key. */
export function statusOf(status: string): Status {
  return STATUSES.find((other) => other === status) ?? 'created';
}

const ADJUSTED = ['none', 'waived', 'reinstated', 'reversed'] as const;

/** What was done last with an item or a fee, as a word key. */
export function adjustedOf(word: string | null): (typeof ADJUSTED)[number] {
  return ADJUSTED.find((other) => other === word) ?? 'none';
}
