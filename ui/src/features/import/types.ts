import type { ResponseOf } from '../../wire/commands';

export type Recognised = ResponseOf<'import.recognise'>;
export type Options = Recognised['options'];
export type Recognition = Recognised['recognition'];
export type RecognisedColumn = Recognition['columns'][number];
export type SampleRow = Recognition['sample_rows'][number];
export type TypedValue = SampleRow['typed'][number];
export type Ambiguity = Recognition['ambiguities'][number];
export type Evidence = Recognition['evidence'][number];
export type Field = NonNullable<RecognisedColumn['field']>;
export type FileKind = Recognition['kind'];
export const FILE_KINDS: readonly FileKind[] = ['customers', 'transactions', 'settlements'];
export type Preview = ResponseOf<'import.preview'>;
export type RejectedRow = Preview['rejected'][number];
export type Done = ResponseOf<'import.run'>;

/** A file on its way into the book, with what was settled about it; `null` leaves everything to the recognition. */
export type FileInHand = { path: string; options: Options | null };

/** The name of a file, without its folder. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}
