import { exponentOf } from './currency';

/** An amount as it comes over the wire: whole minor units and an ISO 4217 code. */
export type Money = { minor: number; currency: string };

type Marks = { group: string; decimal: string };

const marksByLocale = new Map<string, Marks>();

function marksOf(locale: string): Marks {
  const known = marksByLocale.get(locale);
  if (known) return known;
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.5);
  const find = (type: string, rest: string) => parts.find((part) => part.type === type)?.value ?? rest;
  const marks = { group: find('group', ','), decimal: find('decimal', '.') };
  marksByLocale.set(locale, marks);
  return marks;
}

const MINUS = '\u2212';

function grouped(digits: string, mark: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, mark);
}

/**
 * Writes minor units in the format of a locale, without the currency. Works on the digits, because a division by
 * a hundred would already be a float.
 */
export function formatMinor(minor: number, currency: string, locale: string): string {
  const exponent = exponentOf(currency);
  const { group, decimal } = marksOf(locale);
  const digits = BigInt(Math.abs(minor))
    .toString()
    .padStart(exponent + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - exponent), group);
  const part = exponent === 0 ? '' : decimal + digits.slice(-exponent);
  return (minor < 0 ? MINUS : '') + whole + part;
}

/** The amount with its currency after it, as accountants write it in a text. */
export function formatMoney(money: Money, locale: string): string {
  return `${formatMinor(money.minor, money.currency, locale)} ${money.currency}`;
}

/** The amount as a spreadsheet of the same locale reads it: no grouping, a plain minus. */
export function minorForSpreadsheet(minor: number, currency: string, locale: string): string {
  const exponent = exponentOf(currency);
  const digits = BigInt(Math.abs(minor))
    .toString()
    .padStart(exponent + 1, '0');
  const part = exponent === 0 ? '' : marksOf(locale).decimal + digits.slice(-exponent);
  return (minor < 0 ? '-' : '') + digits.slice(0, digits.length - exponent) + part;
}

/** Writes minor units for an input field of the locale (no grouping, so that editing does not fight the marks). */
export function minorForInput(minor: number | null, currency: string, locale: string): string {
  return minor === null ? '' : minorForSpreadsheet(minor, currency, locale);
}

/**
 * Reads what a person typed in the format of the locale. Grouping marks, blanks and a currency code are forgiven;
 * more decimals than the currency has, or anything that could be read two ways, is not.
 */
export function parseMinor(text: string, currency: string, locale: string): number | null {
  const { group, decimal } = marksOf(locale);
  const bare = text
    .replace(/[\s\u00a0\u202f']/g, '')
    .replace(currency, '')
    .replace(/\u2212/g, '-');
  const sign = bare.startsWith('-') ? -1 : 1;
  const body = bare.replace(/^[+-]/, '');
  const [whole = '', part = '', ...more] = body.split(decimal);
  if (more.length > 0 || part.includes(group)) return null;
  const groups = whole.split(group);
  const wellGrouped = groups.length === 1 || groups.slice(1).every((digits) => digits.length === 3);
  const exponent = exponentOf(currency);
  if (!wellGrouped || !/^\d+$/.test(groups.join('')) || !/^\d*$/.test(part) || part.length > exponent) return null;
  const minor = Number(groups.join('') + part.padEnd(exponent, '0'));
  return Number.isSafeInteger(minor) ? (minor === 0 ? 0 : sign * minor) : null;
}
