import type { ICellRendererParams } from 'ag-grid-community';
import { ageStep } from '../figures';
import classes from './grid.module.css';
import { type GridRow, isTotals } from './rows';

/**
 * Cells as plain elements. A function of the grid library's kind: it is called for every cell that comes into sight,
 * so it makes no more elements than one sees.
 */
type CellOf<Row> = ICellRendererParams<GridRow<Row>>;

export type OverdueParams<Row> = { days: (row: Row) => number | null | undefined; none: string };

/** Days overdue with the sign of age; what is not due yet stays quiet. */
export function overdueCell<Row>({ data, days: read, none }: CellOf<Row> & OverdueParams<Row>): HTMLElement | string {
  if (!data || isTotals(data)) return '';
  const days = read(data.row);
  const cell = document.createElement('span');
  if (days === null || days === undefined) {
    cell.className = classes.quiet ?? '';
    cell.textContent = none;
    return cell;
  }
  cell.className = `tabular ${classes.ageMark} ${classes[`age${ageStep(days)}`] ?? ''} ${days > 0 ? classes.late : classes.quiet}`;
  cell.textContent = String(days).replace('-', '\u2212');
  return cell;
}

export type OpenerParams<Row> = {
  onOpen: (row: Row, index: number) => void;
  read: (row: Row) => string | null | undefined;
};

/** The name of a row: a click on it opens the row. The keyboard opens it with Enter on any cell. */
export function openerCell<Row>({ data, node, onOpen, read }: CellOf<Row> & OpenerParams<Row>): HTMLElement | string {
  if (!data || isTotals(data)) return '';
  const { row } = data;
  const name = read(row) ?? '';
  const opener = document.createElement('button');
  opener.type = 'button';
  opener.tabIndex = -1;
  opener.className = classes.opener ?? '';
  opener.title = name;
  opener.textContent = name;
  opener.addEventListener('click', () => onOpen(row, node.rowIndex ?? 0));
  return opener;
}
