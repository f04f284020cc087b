import type { Batch } from "./Batch";
export type ImportAct = { act_id: number, at: string, user: string, undone_at: string | null, undone_by: string | null, batches: Array<Batch>, };
