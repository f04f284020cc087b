export type CopiedDocuments = { transaction_ids: Array<number>, };
