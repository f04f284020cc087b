import type { ImportCounts } from "./ImportCounts";
export type Batch = { id: number, act_id: number, at: string, user: string, file_name: string, kind: string, source: string, counts: ImportCounts, as_of: string | null, whole_list: boolean, facts_to: string | null, undone_at: string | null, undone_by: string | null, };
