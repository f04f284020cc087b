export type CopyDocument = { transaction_id: number, document_no: string, account: string, customer: string, };
