import type { DefaultCode } from "./DefaultCode";
import type { Field } from "./Field";
export type DefaultTaken = { field: Field, default: DefaultCode, rows: number, };
