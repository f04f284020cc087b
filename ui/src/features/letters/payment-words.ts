import type { useWords } from '../../i18n';
import type { Letter } from './types';

type Payment = NonNullable<Letter['payment']>;
type Fault = Extract<NonNullable<Payment['no_code']>, { code: 'field' }>['fault'];
type Translate = ReturnType<typeof useWords>['t'];

/** How the letter asks to be paid: what its payer writes, where to, and by which code. */
export function paymentFacts(payment: Letter['payment'], t: Translate) {
  if (!payment) {
    return [];
  }
  return [
    ...(payment.reference ? [{ name: t('letters.reference'), value: payment.reference }] : []),
    ...(payment.account ? [{ name: t('letters.payTo'), value: inFours(payment.account) }] : []),
    ...(payment.standard ? [{ name: t('letters.paymentCode'), value: t(`letters.standard.${payment.standard}`) }] : []),
  ];
}

/** Why there is no code, and what to do about it. */
export function noCodeWords(why: NonNullable<Payment['no_code']>, t: Translate): string {
  switch (why.code) {
    case 'no_standard':
    case 'no_account':
      return t(`letters.noCode.${why.code}`, { currency: why.currency });
    case 'field':
      return t('letters.noCode.field', {
        field: t(`letters.codeField.${why.fault.field}`),
        problem: problemWords(why.fault.problem, t),
      });
    default:
      return t(`letters.noCode.${why.code}`);
  }
}

function problemWords(problem: Fault['problem'], t: Translate): string {
  switch (problem.code) {
    case 'too_long':
      return t('letters.codeProblem.too_long', { limit: problem.limit });
    case 'character':
      return t('letters.codeProblem.character', { character: problem.character });
    default:
      return t(`letters.codeProblem.${problem.code}`);
  }
}

function inFours(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ');
}
