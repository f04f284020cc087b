import type { Options } from "./Options";
export type ImportFile = { path: string, options: Options | null, whole_list?: boolean, as_of?: string, };
