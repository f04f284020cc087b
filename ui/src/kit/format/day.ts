/** A calendar day as it comes over the wire: `YYYY-MM-DD`. It has no time and no zone. */
export type Day = string;

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

function partsOf(day: Day): [number, number, number] | null {
  const match = ISO.exec(day);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function isReal(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function toDay(year: number, month: number, day: number): Day | null {
  return isReal(year, month, day) ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : null;
}

const dayFirstByLocale = new Map<string, boolean>();

/** The order in which a locale writes day and month; a German reads 1.2. as the first of February. */
export function dayFirst(locale: string): boolean {
  // Asked for every day of a list, and a formatter is slow to make.
  const known = dayFirstByLocale.get(locale);
  if (known !== undefined) return known;
  const order = new Intl.DateTimeFormat(locale)
    .formatToParts(new Date(Date.UTC(2001, 10, 22)))
    .map((part) => part.type);
  const first = order.indexOf('day') < order.indexOf('month');
  dayFirstByLocale.set(locale, first);
  return first;
}

/** Writes a day in the short form of the locale, always with two digits and four for the year, so that columns align. */
export function formatDay(day: Day, locale: string): string {
  const parts = partsOf(day);
  if (!parts) return day;
  const [year, month, dayOfMonth] = parts;
  const d = pad(dayOfMonth, 2);
  const m = pad(month, 2);
  if (locale.startsWith('de')) return `${d}.${m}.${year}`;
  return dayFirst(locale) ? `${d}/${m}/${year}` : `${m}/${d}/${year}`;
}

/** Writes a day with the month's name, for headings. */
export function formatDayLong(day: Day, locale: string): string {
  const parts = partsOf(day);
  if (!parts) return day;
  const date = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2]));
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** Writes an instant (UTC, ISO 8601) in the reader's zone. */
export function formatInstant(instant: string, locale: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

function shifted(day: Day, days: number): Day | null {
  const parts = partsOf(day);
  if (!parts) return null;
  const date = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2] + days));
  return toDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

const TODAY_WORDS = new Set(['today', 'heute', 't', 'h', '.']);
const RELATIVE = /^([+-])(\d{1,4})$/;
const TYPED = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2}|\d{4})?)?$/;

/**
 * Reads what a person typed: `31.12`, `31.12.26`, `2026-12-31`, `+14`, `-7`, `today`. A day without a year is the
 * one in the year of `today`. This is typing help and no figure: what goes to the engine is the day that the field
 * then shows.
 */
export function parseDay(text: string, today: Day, locale: string): Day | null {
  const bare = text.trim().toLowerCase();
  if (TODAY_WORDS.has(bare)) return today;
  const relative = RELATIVE.exec(bare);
  if (relative) return shifted(today, Number(relative[1] + (relative[2] ?? '')));
  const iso = partsOf(bare);
  if (iso) return toDay(...iso);
  const typed = TYPED.exec(bare);
  if (!typed) return null;
  const first = Number(typed[1]);
  const second = Number(typed[2]);
  const year = typed[3] ? Number(typed[3].length === 2 ? `20${typed[3]}` : typed[3]) : (partsOf(today)?.[0] ?? 0);
  // A dot is how days are written where the day comes first, whatever the window's language is.
  return bare.includes('.') || dayFirst(locale) ? toDay(year, second, first) : toDay(year, first, second);
}
