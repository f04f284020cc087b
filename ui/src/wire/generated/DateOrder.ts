export type DateOrder = "dmy" | "mdy" | "ymd";
