export type RejectionsExported = { path: string, rows: number, };
