export type CopyChoice = { file: string, transaction_id: number | null, };
