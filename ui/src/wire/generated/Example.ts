export type Example = { line: number, column: number, value: string, readings: Array<string>, };
