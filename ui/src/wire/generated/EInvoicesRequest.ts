export type EInvoicesRequest = { paths: Array<string>, };
