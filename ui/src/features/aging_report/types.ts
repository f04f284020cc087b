import type { RequestOf, ResponseOf } from '../../wire/commands';

export type Parameters = RequestOf<'aging.report'>;
export type Opened = ResponseOf<'aging.report'>;
export type Stored = ResponseOf<'aging.stored'>['runs'][number];
export type Format = RequestOf<'aging.report_write'>['format'];

export const FORMATS: readonly Format[] = ['pdf', 'xlsx', 'csv'];

/** What a report is asked with before anybody changed anything. */
export function firstParameters(asOf: string, language: string): Parameters {
  return {
    as_of: asOf,
    balance_as_of: null,
    companies: [],
    start_on: null,
    by: 'due',
    definition: null,
    interval: null,
    descriptions: true,
    unapplied_column: true,
    known_on: null,
    details: false,
    transaction_currency: true,
    negative_balances: true,
    exclude_zero: true,
    credits_in: 'own_period',
    group_by: 'none',
    language,
  };
}
