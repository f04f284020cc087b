import type { ColDef } from 'ag-grid-community';
import type { ReactNode } from 'react';
import type { FilterTest, ListingTotals } from '../../data/listing';
import type { ListCell } from '../../data/use-list-export';
import { type Day, formatDay } from '../format/day';
import { formatMinor, minorForSpreadsheet } from '../format/money';
import { openerCell, overdueCell } from './cells';
import classes from './grid.module.css';
import { DrawnCell, type Portals } from './portals';
import { type GridRow, isTotals } from './rows';

type Shared<Row> = {
  /** The name under which the book sorts and filters, and under which the column is remembered. */
  id: string;
  header: string;
  /** Stands in the header where the full name has no room. */
  short?: string;
  /** Said on the header when the short name is not enough. */
  hint?: string;
  width?: number;
  /** `grow` takes what is left. */
  fit?: 'fixed' | 'grow';
  sort?: 'allowed' | 'no';
  filter?: 'allowed' | 'no';
  show?: 'always' | 'initially' | 'on_request';
  pin?: 'left';
  render?: (row: Row) => ReactNode;
  /** A column of acts stays on the screen: neither a file nor the clipboard has it. */
  file?: 'allowed' | 'no';
};

/** A column of a list. Its kind decides how the value is written, aligned, copied and filtered. */
export type Column<Row> = Shared<Row> &
  (
    | {
        kind: 'text';
        value: (row: Row) => string | null | undefined;
        /** The codes of the column with their words; its filter offers them instead of a field to type in. */
        choices?: readonly Choice[];
      }
    | { kind: 'link'; value: (row: Row) => string | null | undefined }
    | { kind: 'day'; value: (row: Row) => Day | null | undefined }
    | { kind: 'count'; value: (row: Row) => number | null | undefined }
    | { kind: 'overdue'; value: (row: Row) => number | null | undefined }
    | { kind: 'money'; value: (row: Row) => number | null | undefined; currency: (row: Row) => string }
    | {
        kind: 'bucket';
        value: (row: Row) => number | null | undefined;
        currency: (row: Row) => string;
        /** Position in the age scale, 0 = not due. */
        step: number;
        /** Largest amount of the row, which the quiet bar is drawn against. */
        scale: (row: Row) => number;
      }
  );

/** A code as the book knows it, and its word. */
export type Choice = { value: string; label: string };

/** The choices of a column that has a fixed set of codes. */
export function choicesOf<Row>(column: Column<Row>): readonly Choice[] | undefined {
  return column.kind === 'text' ? column.choices : undefined;
}

/** The operators that make sense for a kind; the first is offered first. */
export function testsOf<Row>(column: Column<Row>): FilterTest[] {
  if (choicesOf(column)) return ['equals'];
  return column.kind === 'text' || column.kind === 'link' ? ['contains', 'equals'] : ['at_least', 'at_most', 'equals'];
}

/** The value as text, as it stands in the cell. */
export function textOf<Row>(column: Column<Row>, row: Row, locale: string): string {
  const value = column.value(row);
  if (value === null || value === undefined) return '';
  if (column.kind === 'money' || column.kind === 'bucket') {
    return formatMinor(value as number, column.currency(row), locale);
  }
  if (column.kind === 'day') return formatDay(value as Day, locale);
  return String(value).replace(/^-/, '\u2212');
}

/** The value as a spreadsheet of the same locale takes it: figures stay figures. */
export function cellForSpreadsheet<Row>(column: Column<Row>, row: Row, locale: string): string {
  const value = column.value(row);
  if (value === null || value === undefined) return '';
  if (column.kind === 'money' || column.kind === 'bucket') {
    return minorForSpreadsheet(value as number, column.currency(row), locale);
  }
  return column.kind === 'day' ? formatDay(value as Day, locale) : String(value).replace(/[\t\r\n]+/g, ' ');
}

/** The value as the book writes it into a file: an amount stays an amount, a day a day. */
export function cellForFile<Row>(column: Column<Row>, row: Row): ListCell {
  const value = column.value(row);
  if (value === null || value === undefined) return { kind: 'empty' };
  if (column.kind === 'money' || column.kind === 'bucket') {
    return { kind: 'money', minor: value as number, currency: column.currency(row) };
  }
  if (column.kind === 'day') return { kind: 'day', day: value as Day };
  return typeof value === 'number' ? { kind: 'number', value } : { kind: 'text', text: String(value) };
}

function isRight<Row>(column: Column<Row>): boolean {
  return column.kind !== 'text' && column.kind !== 'link' && column.kind !== 'day';
}

function totalsText<Row>(column: Column<Row>, totals: ListingTotals, locale: string): string {
  const minor = totals.figures[column.id];
  return minor === undefined ? '' : formatMinor(minor, totals.currency, locale);
}

const WIDTHS: Record<Column<never>['kind'], number> = {
  text: 150,
  link: 200,
  day: 104,
  count: 96,
  overdue: 108,
  money: 128,
  bucket: 118,
};

function bar<Row>(column: Column<Row>, row: Row): Record<string, string> | undefined {
  if (column.kind !== 'bucket') return undefined;
  const scale = column.scale(row);
  const value = column.value(row) ?? 0;
  if (scale <= 0 || value <= 0) return undefined;
  const share = Math.min(1, Math.max(0.02, value / scale));
  return { '--bar': share.toFixed(2), '--bar-colour': `var(--db-age-${column.step})` };
}

type Words = { totals: (currency: string) => string; none: string };

/** What the cells of a list share. */
export type CellContext<Row> = {
  locale: string;
  words: Words;
  portals: Portals;
  onOpen?: (row: Row, index: number) => void;
};

/** Turns a column into what the grid library takes. */
export function toColDef<Row>(
  column: Column<Row>,
  { locale, words, portals, onOpen }: CellContext<Row>,
  needed = 0,
): ColDef<GridRow<Row>> {
  const width = Math.max(column.width ?? WIDTHS[column.kind], needed);
  return {
    colId: column.id,
    headerName: column.short ?? column.header,
    headerTooltip: column.hint ?? (column.short === undefined ? undefined : column.header),
    ...(column.fit === 'grow' ? { flex: 1, minWidth: width } : { width, minWidth: Math.min(width, 64) }),
    pinned: column.pin,
    sortable: column.sort !== 'no',
    hide: column.show === 'on_request',
    lockVisible: column.show === 'always',
    type: isRight(column) ? 'rightAligned' : undefined,
    valueGetter: ({ data }) => (data && !isTotals(data) ? column.value(data.row) : undefined),
    valueFormatter: ({ data }) => {
      if (!data) return '';
      if (isTotals(data)) {
        if (column.kind === 'link') return data.totals.label ?? words.totals(data.totals.currency);
        return totalsText(column, data.totals, locale);
      }
      return textOf(column, data.row, locale);
    },
    cellClass: ({ data }) => {
      const minor = !data ? null : isTotals(data) ? data.totals.figures[column.id] : column.value(data.row);
      const negative = (column.kind === 'money' || column.kind === 'bucket') && typeof minor === 'number' && minor < 0;
      return [
        isRight(column) ? 'ag-right-aligned-cell tabular' : column.kind === 'day' ? 'tabular' : '',
        negative ? (classes.negative ?? '') : '',
      ]
        .concat(column.kind === 'bucket' ? (classes.bucket ?? '') : '')
        .filter(Boolean);
    },
    cellStyle: ({ data }) => (data && !isTotals(data) ? bar(column, data.row) : undefined),
    cellRendererSelector: ({ data }) => {
      if (!data || isTotals(data)) return undefined;
      if (column.render) return { component: DrawnCell, params: { render: column.render, portals } };
      if (column.kind === 'overdue') {
        return { component: overdueCell, params: { days: column.value, none: words.none } };
      }
      if (column.kind === 'link' && onOpen) return { component: openerCell, params: { onOpen, read: column.value } };
      return undefined;
    },
    headerClass: column.kind === 'bucket' ? `${classes.ageHead} ${classes[`age${column.step}`] ?? ''}` : undefined,
  };
}
