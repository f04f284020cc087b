import type { ImportFile } from "./ImportFile";
export type ImportRequest = { files: Array<ImportFile>, as_of?: string, };
