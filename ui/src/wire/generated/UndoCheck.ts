import type { Batch } from "./Batch";
import type { StandingOnImport as Standing } from "./StandingOnImport";
import type { UndoCounts } from "./UndoCounts";
export type UndoCheck = { batches: Array<Batch>, counts: UndoCounts, standing: Array<Standing>, };
