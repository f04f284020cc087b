export type UndoImport = { batch_id: number, reason?: string, };
