export type WaitingFile = { path: string, name: string, bytes: number, };
