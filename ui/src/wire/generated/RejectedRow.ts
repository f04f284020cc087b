export type RejectedRow = { file: string, line: number, column: number | null, heading: string | null, code: string, args: Record<string, unknown>, value: string, raw: Array<string>, };
