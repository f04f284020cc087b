import type { RequestOf, ResponseOf } from '../../wire/commands';

export type Row = ResponseOf<'journal.page'>['rows'][number];
export type Open = ResponseOf<'journal.list'>;
export type Entry = ResponseOf<'journal.show'>;
export type Exported = NonNullable<RequestOf<'journal.list'>['exported']>;
export type Accounts = ResponseOf<'journal.accounts'>;
export type Role = Accounts['accounts'][number]['role'];
export type Format = RequestOf<'journal.export'>['format'];
export type Column = RequestOf<'journal.export'>['columns'][number];

/** What an entry is about, in the order of the choices. */
export const KINDS = [
  'payment',
  'letter_fee',
  'difference',
  'interest_note',
  'interest_fee',
  'waiver',
  'reinstatement',
  'interest_reversal',
  'write_off',
  'recovery',
  'returned_payment',
  'charge',
  'reimbursement',
  'correction',
] as const;
export type Kind = (typeof KINDS)[number];

/** What an account of the ledger is for, in the order in which they are set up. */
export const ROLES: readonly Role[] = [
  'receivable',
  'bank',
  'bank_charge',
  'letter_fee',
  'interest_income',
  'interest_expense',
  'interest_fee',
  'charge',
  'write_off',
  'recovery',
  'sales_tax',
  'cash_discount',
  'small_difference',
  'exchange_difference',
  'payable',
];

/** Roles that may have several accounts, told apart by a key. */
export const KEYED: readonly Role[] = [
  'bank',
  'bank_charge',
  'charge',
  'sales_tax',
  'interest_income',
  'interest_expense',
  'interest_fee',
];

/** Roles whose key is an interest code. */
export const BY_INTEREST_CODE: readonly Role[] = ['interest_income', 'interest_expense', 'interest_fee'];

export const FORMATS: readonly Format[] = ['csv', 'xlsx', 'generic', 'extf'];
