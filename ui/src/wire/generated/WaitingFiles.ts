import type { WaitingFile } from "./WaitingFile";
export type WaitingFiles = { folder: string | null, files: Array<WaitingFile>, };
