import type { TypedValue } from "./TypedValue";
export type SampleRow = { line: number, raw: Array<string>, typed: Array<TypedValue>, };
