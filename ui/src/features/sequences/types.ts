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
