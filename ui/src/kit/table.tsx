import type { KeyboardEvent, ReactNode } from 'react';
import type { SortBy } from '../data/listing';
import classes from './table.module.css';

export type TableColumn<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** The cell that opens the row. */
  opens?: 'yes';
  /** Its heading sorts, where the table is given a sort. */
  sorts?: 'yes';
};

type TableProps<Row> = {
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Marks rows that deserve it. */
  tone?: (row: Row) => 'plain' | 'warn' | 'chosen';
  foot?: readonly ReactNode[][];
  scroll?: 'with_page' | 'inside';
  /** How whoever gives the rows has sorted them, and how to ask for another order. */
  sort?: { by: SortBy | null; onSort: (by: SortBy | null) => void };
};

/** A short table: set-up lists and parts of a page. Long lists are a `DataGrid`. */
export function Table<Row>({ label, columns, rows, keyOf, onOpen, tone, foot, scroll, sort }: TableProps<Row>) {
  return (
    <section
      className={`${classes.frame} ${scroll === 'inside' ? classes.inside : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      data-table={label}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={column.align === 'right' ? classes.right : ''}
                aria-sort={column.sorts === 'yes' ? ariaSort(column.id, sort?.by) : undefined}
              >
                {column.sorts === 'yes' && sort ? (
                  <button
                    type="button"
                    className={classes.sorter}
                    onClick={() => sort.onSort(turned(column.id, sort.by))}
                  >
                    {column.header}
                    <span aria-hidden="true">{SIGN[ariaSort(column.id, sort.by)]}</span>
                  </button>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={alongRows}>
          {rows.map((row) => (
            <tr key={keyOf(row)} data-row={keyOf(row)} className={toneClass(tone?.(row))}>
              {columns.map((column) => (
                <td key={column.id} className={column.align === 'right' ? `tabular ${classes.right}` : ''}>
                  {column.opens === 'yes' && onOpen ? (
                    <button type="button" className={classes.opener} onClick={() => onOpen(row)}>
                      {column.cell(row)}
                    </button>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot && foot.length > 0 && (
          <tfoot>
            {foot.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a foot have no other name and never move.
              <tr key={index}>
                {line.map((cell, at) => (
                  <td
                    key={columns[at]?.id ?? at}
                    className={columns[at]?.align === 'right' ? `tabular ${classes.right}` : ''}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** Up and down lead from the opener of a row to that of the next one. */
function alongRows(event: KeyboardEvent<HTMLElement>) {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0 || !(event.target instanceof Element)) return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${classes.opener}`)];
  const row = event.target.closest('tr');
  const next = openers[openers.findIndex((one) => one.closest('tr') === row) + by];
  if (!row || !next || openers.every((one) => one.closest('tr') !== row)) return;
  event.preventDefault();
  next.focus();
}

/** Puts the focus on a row of a table; on the first one where that row is not there. */
export function focusRow(label: string, key: string | null): void {
  const table = document.querySelector(`[data-table="${CSS.escape(label)}"]`);
  const row = key === null ? null : table?.querySelector(`tr[data-row="${CSS.escape(key)}"]`);
  (row ?? table)?.querySelector<HTMLElement>(`.${classes.opener}`)?.focus();
}

/** The key of the row of a table that has the focus. */
export function focusedRow(label: string): string | null {
  const row = document.activeElement?.closest<HTMLElement>(`[data-table="${CSS.escape(label)}"] tr[data-row]`);
  return row?.dataset.row ?? null;
}

function toneClass(tone: 'plain' | 'warn' | 'chosen' | undefined): string | undefined {
  return tone === undefined || tone === 'plain' ? undefined : classes[tone];
}

type Turn = 'none' | 'ascending' | 'descending';

const SIGN: Record<Turn, string> = { none: '', ascending: ' \u2191', descending: ' \u2193' };

function ariaSort(column: string, by: SortBy | null | undefined): Turn {
  return by?.column === column ? by.order : 'none';
}

/** Up, down, and as it came. */
function turned(column: string, by: SortBy | null): SortBy | null {
  const now = ariaSort(column, by);
  if (now === 'none') return { column, order: 'ascending' };
  return now === 'ascending' ? { column, order: 'descending' } : null;
}
