export type SortFiles = { paths: Array<string>, };
