import type { RejectedRow } from "./RejectedRow";
export type Rejections = { rows: Array<RejectedRow>, };
