import type { Options } from "./Options";
export type RecogniseRequest = { path: string, options: Options | null, };
