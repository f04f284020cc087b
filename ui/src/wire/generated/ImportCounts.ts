export type ImportCounts = { read: number, new: number, changed: number, unchanged: number, rejected: number, skipped?: number, disappeared?: number, };
