export type CopiesAttached = { batch_id: number, attached: number, known: number, left_out: number, };
