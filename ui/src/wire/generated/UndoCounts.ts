export type UndoCounts = { transactions: number, settlements: number, restored: number, customers: number, put_back: number, };
