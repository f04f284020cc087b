import type { ImportAct } from "./ImportAct";
export type ImportHistory = { imports: Array<ImportAct>, };
