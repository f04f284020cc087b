export type ImportHistoryRequest = { before?: number | null, };
