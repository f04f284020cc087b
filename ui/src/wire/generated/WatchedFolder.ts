export type WatchedFolder = { folder: string | null, };
