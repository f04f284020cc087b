import type { ResponseOf } from '../../wire/commands';

export type CustomerRow = ResponseOf<'customers.page'>['rows'][number];
export type Customer = ResponseOf<'customers.get'>;
export type Card = Customer['card'];
export type Balance = ResponseOf<'customers.balance'>;
export type TransactionRow = ResponseOf<'customers.transactions'>['rows'][number];
