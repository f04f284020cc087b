import type { ChangeSum } from "./ChangeSum";
import type { FileDefault } from "./FileDefault";
import type { ImportCounts } from "./ImportCounts";
import type { ImportWarning } from "./ImportWarning";
import type { PreviewRow } from "./PreviewRow";
import type { RejectedRow } from "./RejectedRow";
export type ImportPreview = { handle: number, counts: Array<ImportCounts>, sums: Array<ChangeSum>, defaults: Array<FileDefault>, warnings: Array<ImportWarning>, rows: Array<PreviewRow>, rejected: Array<RejectedRow>, customers_in_passing: number, new_amounts: Array<[string, number, number]>, };
