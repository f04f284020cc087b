export type PdfFault = "not_a_pdf" | "too_large" | "too_complex" | "encrypted" | "no_pages";
