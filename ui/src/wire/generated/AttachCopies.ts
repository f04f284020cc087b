import type { CopyChoice } from "./CopyChoice";
export type AttachCopies = { path: string, choices: Array<CopyChoice>, };
