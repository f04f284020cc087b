import type { SortedFile } from "./SortedFile";
export type SortedFiles = { files: Array<SortedFile>, };
