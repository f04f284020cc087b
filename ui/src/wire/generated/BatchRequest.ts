export type BatchRequest = { batch_id: number, };
