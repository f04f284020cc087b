export type RejectionsExport = { batch_id: number, path: string, };
