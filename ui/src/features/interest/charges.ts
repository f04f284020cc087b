import i18next, { type TFunction } from 'i18next';
import { formatDecimal } from '../../kit/format/decimal';
import type { Law, Rule, Terms } from './setup-types';

/** The name of a law; one that a newer book knows is shown by its code. */
export function lawName(code: string, t: TFunction): string {
  const key = `interestSetup.lawName.${code}`;
  return i18next.exists(key) ? t(key as 'interestSetup.lawName.DE_B2B') : code;
}

/** What a half of a version charges, in one line. */
export function chargesWords(rule: Rule | null, t: TFunction, locale: string): string {
  if (rule === null) return t('interestSetup.charges.none');
  switch (rule.by) {
    case 'pack':
      return t(rule.lump_sum === 'claimed' ? 'interestSetup.charges.packLump' : 'interestSetup.charges.pack', {
        law: lawName(rule.code, t),
      });
    case 'contract':
      return contractWords(rule.law, t, locale);
    default:
      return termsWords(rule.terms, t, locale);
  }
}

function contractWords(law: Law, t: TFunction, locale: string): string {
  const percent = formatDecimal(law.margin, locale);
  return law.reference === null
    ? t('interestSetup.charges.fixed', { percent })
    : t('interestSetup.charges.contract', { percent, reference: t(`interestSetup.referenceName.${law.reference}`) });
}

function termsWords(terms: Terms, t: TFunction, locale: string): string {
  const percent = formatDecimal(terms.percent, locale);
  if (terms.range_by !== 'none') {
    return t('interestSetup.charges.ranges', { range: t(`interestSetup.rangeName.${terms.range_by}`) });
  }
  if (terms.day_rate) return t('interestSetup.charges.dayRate', { percent });
  const { unit, number } = terms.every;
  const every = t(unit === 'day' ? 'interestSetup.everyDay' : 'interestSetup.everyMonth', { count: number });
  return terms.basis === 'amount'
    ? t('interestSetup.charges.amount', { every })
    : t('interestSetup.charges.percent', { percent, every });
}
