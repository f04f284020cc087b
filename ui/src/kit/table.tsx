import type { ReactNode } from 'react';
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
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={toneClass(tone?.(row))}>
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
