export type Format = "delimited" | "workbook";
