import type { RowChange } from "./RowChange";
export type ChangeSum = { change: RowChange, currency: string | null, rows: number, amount_minor: number, };
