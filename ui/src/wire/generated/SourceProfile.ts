export type SourceProfile = "generic" | "datev_open_items" | "datev_bookings" | "datev_accounts" | "quick_books_aging" | "xero_invoices" | "xero_aged_receivables" | "dynamics_sl_documents";
