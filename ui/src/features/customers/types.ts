import type { RequestOf, ResponseOf } from '../../wire/commands';

export type CustomerRow = ResponseOf<'customers.page'>['rows'][number];
export type Customer = ResponseOf<'customers.get'>;
export type Card = Customer['card'];
export type Balance = ResponseOf<'customers.balance'>;
export type Tab = NonNullable<RequestOf<'customers.transactions'>['show']>;
export type Counts = ResponseOf<'customers.transactions'>['counts'];
export type TransactionRow = ResponseOf<'customers.transactions'>['rows'][number];
