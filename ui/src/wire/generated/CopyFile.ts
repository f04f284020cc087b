import type { CopyDocument } from "./CopyDocument";
import type { CopyState } from "./CopyState";
import type { PdfFault } from "./PdfFault";
export type CopyFile = { file: string, bytes: number, pages: number | null, state: CopyState, found_by: string | null, documents: Array<CopyDocument>, unreadable: PdfFault | null, };
