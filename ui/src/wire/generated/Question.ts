export type Question = "date_order" | "decimal_mark";
