export type StandingOnImport = { what: string, count: number, examples: Array<string>, };
