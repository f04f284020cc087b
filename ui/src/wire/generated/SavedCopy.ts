export type SavedCopy = { path: string, };
