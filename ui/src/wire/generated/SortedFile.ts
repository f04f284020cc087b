import type { SortedAs } from "./SortedAs";
export type SortedFile = { path: string, name: string, sorted_as: SortedAs, kind: string | null, source: string | null, code: string | null, args: Record<string, unknown>, };
