import { useMemo } from 'react';
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

/**
 * A list whose rows came all at once, such as the transactions of one customer, in the form that the grid takes.
 * `rows` and `read` must be stable.
 */
export function useLocalListing<Row>(
  key: string,
  rows: readonly Row[],
  read: ReadCell<Row>,
  searched: readonly string[],
): Listing<Row> {
  const fields = searched.join(' ');
  return useMemo(() => {
    const results = new Map<number, Row[]>();
    let next = 0;
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
      key: ['local', key, rows],
      open: async (query) => {
        const found = find(query);
        next += 1;
        results.set(next, found);
        const open: OpenListing = { handle: next, count: found.length };
        return { ok: open, tags: [] };
      },
      page: async (handle, offset, limit) => results.get(handle)?.slice(offset, offset + limit) ?? [],
    };
  }, [key, rows, read, fields]);
}
