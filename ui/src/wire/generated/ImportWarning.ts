export type ImportWarning = { file: string, code: string, args: Record<string, unknown>, };
