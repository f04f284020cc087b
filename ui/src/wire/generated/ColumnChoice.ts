import type { Field } from "./Field";
export type ColumnChoice = { column: number, field: Field | null, };
