import i18next from 'i18next';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import { formatDay } from './format/day';
import { formatMoney, type Money } from './format/money';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

function readable(value: unknown, locale: string): string {
  if (isMoney(value)) return formatMoney(value, locale);
  if (Array.isArray(value)) return value.map((part) => readable(part, locale)).join(', ');
  if (typeof value === 'string' && DAY.test(value)) return formatDay(value, locale);
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Figures of a coded reason in the reader's format, to be put into its sentence. */
export function readableArgs(args: Record<string, unknown>, locale: string): Record<string, string> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, readable(value, locale)]));
}

/** Codes have dots, and so have the paths of words: the words stand under the code with underscores. */
export function wordsKeyOf(code: string): string {
  return code.replaceAll('.', '_');
}

/** State and step of an order and the name of a reference rate are codes in the book; a sentence has their words. */
function withWords(args: Record<string, string>): Record<string, string> {
  const worded = { ...args };
  const state = `orders.stateName.${args.state}`;
  if (args.state && i18next.exists(state)) worded.state = i18next.t(state as 'orders.stateName.passed');
  const step = `orders.stepName.${args.step}`;
  if (args.step && i18next.exists(step)) worded.step = i18next.t(step as 'orders.stepName.entry');
  const reference = `interestSetup.referenceName.${args.reference}`;
  if (args.reference && i18next.exists(reference)) {
    worded.reference = i18next.t(reference as 'interestSetup.referenceName.ecb_mro');
  }
  return worded;
}

/** What an account of the ledger is for, and a role of a user, are codes in the book; a sentence has their words. */
function withRoleWords(args: Record<string, unknown>): Record<string, unknown> {
  const word = (path: string, code: unknown) => {
    const key = `${path}.${code}`;
    return typeof code === 'string' && i18next.exists(key) ? i18next.t(key as 'journal.role.bank') : code;
  };
  const accounts = Array.isArray(args.account_roles)
    ? { account_roles: args.account_roles.map((code) => word('journal.role', code)) }
    : {};
  return { ...args, ...('role' in args && { role: word('users.role', args.role) }), ...accounts };
}

/**
 * Gives the words of a refusal: what happened and what was kept, and what to do next. A code that has no words yet
 * is shown with its figures rather than hidden.
 */
export function useProblemWords(): (error: Pick<RefusedError, 'code' | 'args'>) => { what: string; remedy: string } {
  const { t, locale } = useWords();
  return (error) => {
    const path = `problem.${wordsKeyOf(error.code)}`;
    const args = withWords(readableArgs(withRoleWords(error.args), locale));
    if (!i18next.exists(`${path}.what`)) {
      const detail = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
      return { what: t('kit.unknownProblem', { code: error.code }), remedy: detail.join(' · ') };
    }
    const word = t as unknown as (key: string, args: Record<string, string>) => string;
    return { what: word(`${path}.what`, args), remedy: word(`${path}.remedy`, args) };
  };
}

/** Puts a refusal beside the field that it names; what names no field is left to the `Problem` above the form. */
export function useFieldProblems(error: RefusedError | null): (field: string) => string | undefined {
  const words = useProblemWords();
  return (field) => {
    if (!error || error.args.field !== field) return undefined;
    const { what, remedy } = words(error);
    return `${what} ${remedy}`.trim();
  };
}
