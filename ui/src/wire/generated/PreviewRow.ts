import type { RejectedRow } from "./RejectedRow";
import type { RowChange } from "./RowChange";
export type PreviewRow = { file: string, line: number, change: RowChange, record: string, key: string, account: string, amount_minor: number | null, currency: string | null, fields: Array<[string, string, string]>, rejected?: RejectedRow, };
