import { parseMinor } from './money';

/** The mark between whole and part of a locale. */
function markOf(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
}

/** Writes plain decimal text, as the book keeps a rate, in the format of the locale. Nothing is rounded. */
export function formatDecimal(plain: string, locale: string): string {
  return plain.replace('.', markOf(locale));
}

/**
 * Reads a positive decimal in the format of the locale and gives it as plain text, digit by digit; `null` for what is
 * no number. The grouping of the whole part is judged like that of an amount.
 */
export function parseDecimal(text: string, locale: string): string | null {
  const bare = text.trim();
  const mark = markOf(locale);
  const [whole = '', part, ...more] = bare.split(mark);
  if (more.length > 0 || (part !== undefined && !/^\d+$/.test(part))) return null;
  const units = parseMinor(whole, 'JPY', locale);
  if (units === null || units < 0) return null;
  return part === undefined ? String(units) : `${units}.${part}`;
}
