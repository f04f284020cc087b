import { useMemo } from 'react';
import { RefusedError } from '../wire';
import type { FilterBy, Listing, ListingQuery, OpenListing, SortBy } from './listing';

/** What a list needs to know of a row to sort and filter it: the value under a column's id. */
export type ReadCell<Row> = (row: Row, column: string) => string | number | null | undefined;

type Cell = string | number | null | undefined;

function compared(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

function passes(value: Cell, { test, value: wanted }: FilterBy): boolean {
  if (value === null || value === undefined) return false;
  const text = String(value).toLowerCase();
  if (test === 'contains') return text.includes(wanted.toLowerCase());
  const order = typeof value === 'number' ? value - Number(wanted) : text.localeCompare(wanted.toLowerCase());
  if (test === 'equals') return order === 0;
  return test === 'at_least' ? order >= 0 : order <= 0;
}

function sorted<Row>(rows: Row[], sort: SortBy | null, read: ReadCell<Row>): Row[] {
  if (!sort) return rows;
  const sign = sort.order === 'ascending' ? 1 : -1;
  return rows.sort((a, b) => sign * compared(read(a, sort.column), read(b, sort.column)));
}

/** The newest results of all such lists; a handle is of use as long as the window keeps it, whoever asked for it. */
const results = new Map<number, readonly unknown[]>();
const KEPT_RESULTS = 40;
let lastHandle = 0;

function keep(found: readonly unknown[]): number {
  lastHandle += 1;
  results.set(lastHandle, found);
  for (const oldest of results.keys()) {
    if (results.size <= KEPT_RESULTS) break;
    results.delete(oldest);
  }
  return lastHandle;
}

/** Other rows are another list; to tell them apart by what is in them would read all of them at every drawing. */
const known = new WeakMap<object, number>();
let lastKnown = 0;

function identityOf(rows: readonly unknown[]): number {
  const before = known.get(rows);
  if (before !== undefined) return before;
  lastKnown += 1;
  known.set(rows, lastKnown);
  return lastKnown;
}

/**
 * A list whose rows came all at once, such as the transactions of one customer, in the form that the grid takes.
 * `rows` must be stable.
 */
export function useLocalListing<Row>(
  key: string,
  rows: readonly Row[],
  read: ReadCell<Row>,
  searched: readonly string[],
): Listing<Row> {
  const fields = searched.join(' ');
  return useMemo(() => {
    const find = ({ sort, filters, search }: ListingQuery): Row[] => {
      const wanted = search.toLowerCase();
      const hit = (row: Row) =>
        fields.split(' ').some((field) =>
          String(read(row, field) ?? '')
            .toLowerCase()
            .includes(wanted),
        );
      const found = rows.filter(
        (row) => (wanted === '' || hit(row)) && filters.every((filter) => passes(read(row, filter.column), filter)),
      );
      return sorted(found, sort, read);
    };
    return {
      key: ['local', key, identityOf(rows)],
      open: async (query) => {
        const found = find(query);
        const open: OpenListing = { handle: keep(found), count: found.length };
        return { ok: open, tags: [] };
      },
      page: async (handle, offset, limit) => {
        const found = results.get(handle) as readonly Row[] | undefined;
        if (!found) throw new RefusedError({ code: 'listing_closed', args: {}, trace_id: '' });
        return found.slice(offset, offset + limit);
      },
    };
  }, [key, rows, read, fields]);
}
