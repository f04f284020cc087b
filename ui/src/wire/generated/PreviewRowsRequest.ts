import type { RowChange } from "./RowChange";
export type PreviewRowsRequest = { handle: number, change?: RowChange, offset: number, limit: number, };
