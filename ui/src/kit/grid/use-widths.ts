import { useCallback, useRef, useState } from 'react';
import { formatMinor } from '../format/money';
import { type Column, textOf } from './columns';

/** Pixels of the grid's font at its heaviest: a tabular digit, and what stands between digits. */
const DIGIT_PX = 8;
const MARK_PX = 4.5;
const PADDING_PX = 22;

/** Pixels of the sign of age before a heading, and of a letter where nothing can be measured. */
const SIGN_PX = 20;
const LETTER_PX = 6.6;

/** A width in which the figure can be read in full: a figure that is cut off is a wrong figure. */
export function figureWidth(text: string): number {
  const digits = text.replace(/[^\d\u2212-]/g, '').length;
  return Math.ceil(digits * DIGIT_PX + (text.length - digits) * MARK_PX + PADDING_PX);
}

/** A width for all of the amounts. Every locale writes them with as many digits and marks. */
export function moneyWidth(minors: readonly number[], currency: string, least: number): number {
  return Math.max(least, ...minors.map((minor) => figureWidth(formatMinor(minor, currency, 'en'))));
}

let pen: CanvasRenderingContext2D | null = null;

/** A width for the heading of a period, which has its sign of age before it. */
export function periodHeadingWidth(heading: string): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen) pen.font = `550 12px ${getComputedStyle(document.body).fontFamily}`;
  const letters = pen?.measureText(heading).width ?? heading.length * LETTER_PX;
  return Math.ceil(letters + SIGN_PX + PADDING_PX);
}

type Widths = Readonly<Record<string, number>>;

/** What the rows seen so far need beyond the declared widths; it only grows, so that nothing jumps while one scrolls. */
export function useWidths<Row>(columns: readonly Column<Row>[], locale: string) {
  const [widths, setWidths] = useState<Widths>({});
  const latest = useRef({ columns, locale });
  latest.current = { columns, locale };
  const grow = useCallback((rows: readonly Row[]) => {
    const { columns: declared, locale: now } = latest.current;
    setWidths((before) => {
      const after = { ...before };
      for (const column of declared) {
        if (column.kind !== 'money' && column.kind !== 'bucket') continue;
        const needed = Math.max(0, ...rows.map((row) => figureWidth(textOf(column, row, now))));
        if (needed > (before[column.id] ?? column.width ?? 0)) after[column.id] = needed;
      }
      return Object.keys(after).some((id) => after[id] !== before[id]) ? after : before;
    });
  }, []);
  return { widths, grow };
}
