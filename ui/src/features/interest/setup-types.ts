import type { RequestOf, ResponseOf } from '../../wire/commands';

export type Code = ResponseOf<'interest.codes'>['codes'][number];
export type Version = Code['versions'][number];
export type Rule = NonNullable<Version['earnings']>;
export type Terms = Extract<Rule, { by: 'terms' }>['terms'];
export type PerCurrency = Terms['currencies'][number];
export type Range = PerCurrency['ranges'][number];
export type Law = Extract<Rule, { by: 'contract' }>['law'];
export type Fee = Version['fees'][number];
export type VersionDraft = Omit<RequestOf<'interest.version_save'>, 'code'>;
export type RateTable = ResponseOf<'interest.rates'>;
export type LawInfo = RateTable['packs'][number];

export const REFERENCES = ['de_basiszins', 'ecb_mro', 'at_basiszins', 'uk_boe_reference'] as const;

/** Terms that one begins with: a yearly rate that counts every day. */
export const NEW_TERMS: Terms = {
  every: { unit: 'month', number: 1 },
  day_rate: true,
  basis: 'percentage',
  range_by: 'none',
  percent: '0',
  grace_days: 0,
  counts_from: 'due_day',
  prorate_last: false,
  below_minimum: 'wait',
  currencies: [],
};

/** An agreed rate that one begins with: points above the base rate, anew in every half-year. */
export const NEW_LAW: Law = {
  reference: 'de_basiszins',
  margin: '0',
  mode: 'floating_half_year',
  day_count: 'act_365',
};

/** The version that is in force on a day. */
export function inForce(versions: readonly Version[], day: string): Version | undefined {
  return versions.findLast((version) => version.from_on <= day && (version.to_on === null || version.to_on >= day));
}
