import type { PreviewRow } from "./PreviewRow";
export type PreviewRows = { rows: Array<PreviewRow>, total: number, };
