export type FileKind = "customers" | "transactions" | "settlements" | "contacts" | "orders" | "deliveries" | "exchange_rates" | "revenue" | "bank_lines";
