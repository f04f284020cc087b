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
  'first_name',
  'posting_profile',
  'cash_discount',
  'cash_discount_percent',
  'reminder_level',
  'hold',
  'dunning_hold',
  'interest_hold',
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
  'disputed_on',
  'reference',
  'order_no',
  'terms',
  'language',
  'tax_code',
  'tax_base',
  'tax_amount',
  'cash_discount',
  'cash_discount_percent',
  'cash_discount_date',
  'reminder_level',
  'hold',
  'dunning_hold',
  'interest_hold',
  'dimension',
  'dimension_name',
  'posting_profile',
  'bank_account',
  'salesperson',
  'region',
  'segment',
  'customer_group',
  'credit_limit',
  'credit_limit_minor',
  'instalment_no',
  'instalment_amount',
  'line_no',
  'line_item',
  'line_text',
  'line_quantity',
  'line_price',
  'line_amount',
  'line_tax_code',
  'line_tax_amount',
  'document_status',
  'debit_credit',
  'ledger_account',
  'contra_account',
  'due_hint',
  'reversal',
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

const CONTACT: readonly Field[] = ['contact_purpose', 'contact_name', 'email', 'phone', 'language'];

const ORDER: readonly Field[] = [
  'order_no',
  'order_date',
  'order_step',
  'amount',
  'amount_minor',
  'open_amount',
  'open_amount_minor',
  'prepaid',
  'currency',
  'line_no',
  'line_item',
  'line_text',
  'line_quantity',
  'line_price',
  'line_amount',
];

const DELIVERY: readonly Field[] = [
  'delivery_no',
  'delivery_date',
  'order_no',
  'amount',
  'amount_minor',
  'open_amount',
  'open_amount_minor',
  'currency',
];

const RATE: readonly Field[] = ['currency_from', 'currency_to', 'rate_date', 'rate', 'rate_units'];

const REVENUE: readonly Field[] = ['period_from', 'period_to', 'period', 'amount', 'amount_minor', 'currency'];

const BANK: readonly Field[] = [
  'booking_date',
  'value_date',
  'amount',
  'amount_minor',
  'money_in',
  'money_out',
  'debit_credit',
  'currency',
  'counterparty_name',
  'payer_name',
  'payee_name',
  'counterparty_account',
  'counterparty_bic',
  'remittance',
  'bank_text',
  'end_to_end_id',
  'own_account',
  'balance',
];

const FIELDS: Record<FileKind, readonly Field[]> = {
  transactions: [...SHARED, ...TRANSACTION],
  customers: [...SHARED, ...CUSTOMER],
  settlements: SETTLEMENT,
  contacts: [...SHARED, ...CONTACT],
  orders: [...SHARED, ...ORDER],
  deliveries: [...SHARED, ...DELIVERY],
  exchange_rates: RATE,
  revenue: [...SHARED, ...REVENUE],
  bank_lines: BANK,
};

/** Every kind of rows, the usual ones first. */
export const KINDS = Object.keys(FIELDS) as FileKind[];

/** The meanings that a column of a file can have, the likely ones first. */
export function fieldsOf(kind: FileKind): readonly Field[] {
  return [...FIELDS[kind], 'information'];
}
