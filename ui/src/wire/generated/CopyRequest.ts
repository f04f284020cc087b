export type CopyRequest = { transaction_id: number, version?: number | null, };
