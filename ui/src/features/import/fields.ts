import type { Field, FileKind } from './types';

const SHARED: readonly Field[] = ['customer_no', 'customer_key', 'customer_name'];

const CUSTOMER: readonly Field[] = [
  'street',
  'postal_code',
  'city',
  'region',
  'country',
  'email',
  'phone',
  'contact_name',
  'language',
  'currency',
  'terms',
  'credit_limit',
  'credit_limit_minor',
  'customer_group',
  'segment',
  'salesperson',
];

const TRANSACTION: readonly Field[] = [
  'document_no',
  'document_key',
  'document_type',
  'document_date',
  'transaction_date',
  'due_date',
  'amount',
  'amount_minor',
  'open_amount',
  'open_amount_minor',
  'paid',
  'currency',
  'settled_date',
  'disputed_flag',
  'reference',
  'order_no',
  'terms',
  'language',
  'tax_code',
  'tax_amount',
  'cash_discount',
  'cash_discount_date',
  'reminder_level',
  'hold',
  'dimension',
  'posting_profile',
  'bank_account',
];

const SETTLEMENT: readonly Field[] = [
  'debit_key',
  'credit_key',
  'settlement_key',
  'settlement_date',
  'amount',
  'amount_minor',
  'currency',
];

/** The meanings that a column of a file can have, the likely ones first. */
export function fieldsOf(kind: FileKind): readonly Field[] {
  const own = kind === 'customers' ? CUSTOMER : kind === 'transactions' ? TRANSACTION : SETTLEMENT;
  const base = kind === 'settlements' ? own : [...SHARED, ...own];
  return [...base, 'information'];
}
