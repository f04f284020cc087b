import type { RequestOf, ResponseOf } from '../../wire/commands';

export type LetterRun = ResponseOf<'letters.runs'>['runs'][number];
export type LetterPreview = ResponseOf<'letters.preview'>;
export type Freshness = LetterPreview['freshness'];
export type PreviewLetter = LetterPreview['letters'][number];
export type LetterSkip = LetterPreview['skipped'][number];
export type LetterTotal = LetterPreview['totals'][number];
export type SkipCount = LetterPreview['reasons'][number];
export type SkipReason = SkipCount['reason'];
export type LetterCode = LetterTotal['code'];
export type Question = RequestOf<'letters.preview'>;
export type ItemType = NonNullable<Question['types']>[number];

/** The choice of the dialog: whatever is due, one letter for all codes of a customer, or one code. */
export type WhichLetters = 'all' | 'customer' | LetterCode;

export const CODES: readonly LetterCode[] = ['letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection'];

export type LetterRow = ResponseOf<'letters.page'>['rows'][number];
export type Letter = ResponseOf<'letters.letter'>;
export type Posted = ResponseOf<'letters.post'>;

/** Letters that something is done with: a run as a whole, or those that were ticked. */
export type LettersOf = { runId: number | null; letterIds: readonly number[] };

/** What a print job is asked for. */
export type Job = Pick<RequestOf<'letters.export'>, 'what' | 'order' | 'job' | 'which' | 'changed' | 'copies'>;

/** What would go to paper. */
export type PaperPlan = ResponseOf<'letters.export_plan'>;

/** A print file as it was posted: marks, one side, nothing between the letters. */
const PLAIN: Job['job'] = { fold_marks: 'printed', sides: 'one', separators: 'none', envelope: null };

/** What is new, as it was posted: nothing that was printed before, nothing that claims more than is open. */
export function asPosted(what: Job['what'], order: Job['order']): Job {
  return { what, order, job: PLAIN, which: 'new', changed: false, copies: false };
}

export const STATUSES = ['created', 'posted', 'cancelled', 'replaced', 'dropped'] as const;
export type Status = (typeof STATUSES)[number];

/** The status as a word key. */
export function statusOf(status: string): Status {
  return STATUSES.find((other) => other === status) ?? 'created';
}
