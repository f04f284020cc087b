export type DecimalMark = "point" | "comma";
