import type { ResponseOf } from '../../wire/commands';

export type BankLineRow = ResponseOf<'bank.page'>['rows'][number];
export type BankLineListing = ResponseOf<'bank.lines'>;
export type BankLine = ResponseOf<'bank.line'>;
export type BankProposal = BankLine['proposals'][number];
export type Posting = ResponseOf<'bank.confirm_preview'>;
export type LineState = BankLineRow['state'];

/** In the order of the work: what waits first, what asks for nothing last. */
export const STATES: readonly LineState[] = ['open', 'returned', 'posted', 'set_aside', 'batch', 'not_booked'];
