export type SortedAs = "table" | "bank" | "e_invoices" | "copies" | "unknown";
