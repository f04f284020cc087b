export type RowsAre = "documents" | "lines" | "instalments";
