import type { Batch } from "./Batch";
export type Batches = { batches: Array<Batch>, };
