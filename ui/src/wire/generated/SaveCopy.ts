export type SaveCopy = { transaction_id: number, version?: number | null, path: string, };
