import type { Batch } from "./Batch";
import type { ImportWarning } from "./ImportWarning";
import type { RejectedRow } from "./RejectedRow";
export type ImportDone = { batches: Array<Batch>, warnings: Array<ImportWarning>, rejected: Array<RejectedRow>, facts_to: string | null, };
