import { describe, expect, it } from 'vitest';
import { dayFirst, formatDay, parseDay } from './day';
import { formatMinor, minorForSpreadsheet, parseMinor } from './money';

const MINUS = '\u2212';

describe('money', () => {
  it('T-Q1 writes amounts of a thousand and more in every locale without losing a digit', () => {
    expect(formatMinor(300_000, 'EUR', 'en-GB')).toBe('3,000.00');
    expect(formatMinor(300_000, 'EUR', 'de-DE')).toBe('3.000,00');
    expect(formatMinor(300_000, 'CHF', 'de-CH')).toMatch(/^3['’]000\.00$/);
    expect(minorForSpreadsheet(300_000, 'EUR', 'de-DE')).toBe('3000,00');
  });

  it('knows currencies without, with two and with three decimals', () => {
    expect(formatMinor(1234567, 'JPY', 'en-GB')).toBe('1,234,567');
    expect(formatMinor(5, 'EUR', 'en-GB')).toBe('0.05');
    expect(formatMinor(-1234567, 'KWD', 'en-GB')).toBe(`${MINUS}1,234.567`);
  });

  it('writes figures that a float could not hold', () => {
    expect(formatMinor(Number.MAX_SAFE_INTEGER, 'EUR', 'en-GB')).toBe('90,071,992,547,409.91');
  });

  it('reads what it wrote', () => {
    for (const locale of ['en-GB', 'de-DE', 'de-CH']) {
      for (const minor of [0, 1, 99, 100, -12345, 123456789]) {
        expect(parseMinor(formatMinor(minor, 'EUR', locale), 'EUR', locale)).toBe(minor);
      }
    }
  });

  it('refuses what could be read two ways', () => {
    expect(parseMinor('1.5', 'EUR', 'de-DE')).toBeNull();
    expect(parseMinor('1,500', 'EUR', 'de-DE')).toBeNull();
    expect(parseMinor('1,5', 'EUR', 'en-GB')).toBeNull();
    expect(parseMinor('1.234', 'EUR', 'en-GB')).toBeNull();
    expect(parseMinor('12a', 'EUR', 'en-GB')).toBeNull();
    expect(parseMinor('', 'EUR', 'en-GB')).toBeNull();
  });

  it('forgives blanks, the currency and missing decimals', () => {
    expect(parseMinor(' 1 500 EUR', 'EUR', 'de-DE')).toBe(150_000);
    expect(parseMinor('1500,5', 'EUR', 'de-DE')).toBe(150_050);
    expect(parseMinor('-0', 'EUR', 'de-DE')).toBe(0);
  });
});

describe('days', () => {
  const today = '2026-11-22';

  it('are read as people type them', () => {
    expect(parseDay('31.12', today, 'de-DE')).toBe('2026-12-31');
    expect(parseDay('31.12.', today, 'de-DE')).toBe('2026-12-31');
    expect(parseDay('31.12.25', today, 'en-US')).toBe('2025-12-31');
    expect(parseDay('12/31/2025', today, 'en-US')).toBe('2025-12-31');
    expect(parseDay('31/12/2025', today, 'en-GB')).toBe('2025-12-31');
    expect(parseDay('2025-12-31', today, 'de-DE')).toBe('2025-12-31');
    expect(parseDay('today', today, 'en-GB')).toBe(today);
    expect(parseDay('heute', today, 'de-DE')).toBe(today);
    expect(parseDay('+14', today, 'en-GB')).toBe('2026-12-06');
    expect(parseDay('-22', today, 'en-GB')).toBe('2026-10-31');
  });

  it('are refused when the calendar does not have them', () => {
    expect(parseDay('30.2', today, 'de-DE')).toBeNull();
    expect(parseDay('2026-02-29', today, 'de-DE')).toBeNull();
    expect(parseDay('12/31/2025', today, 'en-GB')).toBeNull();
    expect(parseDay('soon', today, 'en-GB')).toBeNull();
  });

  it('are written with two digits each, in the order of the locale', () => {
    expect(formatDay('2026-03-01', 'de-DE')).toBe('01.03.2026');
    expect(formatDay('2026-03-01', 'en-GB')).toBe('01/03/2026');
    expect(formatDay('2026-03-01', 'en-US')).toBe('03/01/2026');
    expect(dayFirst('en-US')).toBe(false);
  });
});
