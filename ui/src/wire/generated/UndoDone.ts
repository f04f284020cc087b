import type { Batch } from "./Batch";
import type { UndoCounts } from "./UndoCounts";
export type UndoDone = { batches: Array<Batch>, counts: UndoCounts, };
