import type { ColumnChoice } from "./ColumnChoice";
import type { DateOrder } from "./DateOrder";
import type { DecimalMark } from "./DecimalMark";
import type { FileKind } from "./FileKind";
import type { RowsAre } from "./RowsAre";
import type { SourceProfile } from "./SourceProfile";
export type Options = { kind: FileKind | null, delimiter: string | null, encoding: string | null, date_order: DateOrder | null, decimal_mark: DecimalMark | null, columns: Array<ColumnChoice> | null, sheet: string | null, header_row: number | null, profile?: SourceProfile, rows_are?: RowsAre, fiscal_year_begin?: string, };
