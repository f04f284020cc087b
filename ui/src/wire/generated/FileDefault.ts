import type { DefaultTaken } from "./DefaultTaken";
export type FileDefault = { file: string, value: string | null, } & DefaultTaken;
