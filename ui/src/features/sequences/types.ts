import type { ResponseOf } from '../../wire/commands';

export type Sequences = ResponseOf<'letters.sequences'>;
export type Sequence = Sequences['sequences'][number];
export type Line = Sequence['lines'][number];
export type Text = Sequence['texts'][number];
export type Parameters = ResponseOf<'letters.parameters'>;

export const CODES = ['letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection'] as const;
export type Code = (typeof CODES)[number];

/** The code as a word key, if it is one of the five. */
export function codeOf(code: string): Code | null {
  return CODES.find((other) => other === code) ?? null;
}

/** Place of a code among the five; -1 for none, so that the first line gets the first code. */
export function codeIndex(code: string | undefined): number {
  return (CODES as readonly string[]).indexOf(code ?? '');
}

/** The last line of a currency: only after it are items handed over. */
export function isLast(lines: readonly Line[], line: Line): boolean {
  return lines.every((other) => other.currency !== line.currency || codeIndex(other.code) <= codeIndex(line.code));
}

export const NEW_SEQUENCE: Sequence = { id: '', description: '', fee_terms: null, lines: [], texts: [] };

/** A new sequence with everything of another but its name. */
export function copyOf(sequence: Sequence): Sequence {
  return { ...sequence, id: '' };
}
