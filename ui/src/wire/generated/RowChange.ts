export type RowChange = "new" | "changed" | "unchanged" | "disappeared" | "rejected";
