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
export type SourceProfile = Recognition['profile'];
export type Preview = ResponseOf<'import.preview'>;
export type PreviewRow = ResponseOf<'import.preview_rows'>['rows'][number];
export type RowChange = PreviewRow['change'];
export type ChangeSum = Preview['sums'][number];
export type Counts = Preview['counts'][number];
export type Warning = Preview['warnings'][number];
export type FileDefault = Preview['defaults'][number];
export type RejectedRow = Preview['rejected'][number];
export type Done = ResponseOf<'import.run'>;
export type BankRead = ResponseOf<'bank.preview'>;
export type BankDone = ResponseOf<'bank.import'>;
export type CopiesPreview = ResponseOf<'copies.preview'>;
export type CopyFile = CopiesPreview['files'][number];
export type CopiesAttached = ResponseOf<'copies.attach'>;
export type ImportAct = ResponseOf<'import.history'>['imports'][number];
export type Batch = ImportAct['batches'][number];
export type SortedFile = ResponseOf<'import.sort'>['files'][number];

/** What is settled about a table; `null` leaves it to what the recognition says. */
export type TableChoice = {
  options: Options | null;
  /** Whether it is the whole list of open items. */
  list: 'whole' | 'part' | null;
  /** The day of its open amounts. */
  asOf: string | null;
};

/** Documents that were chosen for doubtful copies, by file; `null` leaves the file out. */
export type CopyChoices = Record<string, number | null>;

/** A dropped file, and what was settled about it. */
export type FileInHand = SortedFile & {
  /** Tells apart the two ways of one folder or ZIP, which have one path. */
  id: string;
  table: TableChoice;
  copies: CopyChoices;
  /** Own account of a bank's table that names none; the only one that there is where empty. */
  bankAccount: string;
};

/** Whether a bank file is a table, which a person may have to explain. */
export function isBankTable(file: FileInHand): boolean {
  return file.sorted_as === 'bank' && file.kind !== null;
}
