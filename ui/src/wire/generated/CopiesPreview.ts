import type { CopyFile } from "./CopyFile";
import type { CopyProblem } from "./CopyProblem";
export type CopiesPreview = { path: string, files: Array<CopyFile>, problems: Array<CopyProblem>, };
