export type CopyProblem = { file: string, code: string, };
