import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Money } from '../kit/format/money';
import { type RefusedError, transport } from '../wire';
import type { CommandName } from '../wire/commands';
import type { Kept } from './client';

export type SortBy = { column: string; order: 'ascending' | 'descending' };
export type FilterTest = 'contains' | 'equals' | 'at_least' | 'at_most';
export type FilterBy = { column: string; test: FilterTest; value: string };

/** What a person asked of a list: the book sorts, filters and searches, never the page. */
export type ListingQuery = { sort: SortBy[]; filters: FilterBy[]; search: string };

/** One line of totals per currency, by column. */
export type ListingTotals = { currency: string; figures: Record<string, number> };

/** A list that the book holds ready: its handle, how many rows it has, and its totals. */
export type OpenListing = { handle: number; count: number; totals: ListingTotals[] };

/** Where a list comes from: the command that opens it, and the one that gives its pages. */
export type Listing<Row> = {
  key: readonly unknown[];
  open: (query: ListingQuery) => Promise<Kept & { ok: OpenListing }>;
  page: (handle: number, offset: number, limit: number) => Promise<Row[]>;
};

type Rows<Row> = { rows: Row[] };

/**
 * Describes a list by its two commands. `base` is what the page asks beside sort, filter and search (as-of day,
 * definition); it must be stable.
 */
export function useListing<Row>(list: CommandName, page: CommandName, base: Record<string, unknown>): Listing<Row> {
  const fixed = JSON.stringify(base);
  return useMemo(
    () => ({
      key: ['listing', list, fixed],
      open: async (query) => {
        const reply = await transport().rpc(list, { ...(JSON.parse(fixed) as object), query });
        return { ok: reply.ok as OpenListing, tags: reply.tags };
      },
      page: async (handle, offset, limit) => {
        const reply = await transport().rpc(page, { handle, offset, limit });
        return (reply.ok as Rows<Row>).rows;
      },
    }),
    [list, page, fixed],
  );
}

function keyOf<Row>(listing: Listing<Row>, query: ListingQuery): readonly unknown[] {
  return [...listing.key, query];
}

/** The open list for the page's counters and totals. The rows are fetched by the grid. */
export function useOpenListing<Row>(listing: Listing<Row>, query: ListingQuery) {
  return useQuery<Kept, RefusedError, OpenListing>({
    queryKey: keyOf(listing, query),
    queryFn: () => listing.open(query),
    select: (kept) => kept.ok as OpenListing,
    placeholderData: keepPreviousData,
    // A handle lives in the host's memory; a list that nobody shows is opened again when needed.
    gcTime: 60_000,
  });
}

/** The same list for the grid's row source: one opening serves both. */
export async function ensureOpen<Row>(
  client: QueryClient,
  listing: Listing<Row>,
  query: ListingQuery,
): Promise<OpenListing> {
  const kept = await client.fetchQuery<Kept>({ queryKey: keyOf(listing, query), queryFn: () => listing.open(query) });
  return kept.ok as OpenListing;
}

/** Opens the list anew, for instance after the host forgot its handle. */
export function useReopen<Row>(listing: Listing<Row>): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: listing.key });
}

/** Which rows of a list are meant: some by their id, or all that the filter shows but a few. */
export type Chosen = { mode: 'some'; ids: readonly number[] } | { mode: 'all'; except: readonly number[] };

export const NONE_CHOSEN: Chosen = { mode: 'some', ids: [] };

/** How many rows are meant in a list of `count`. */
export function chosenCount(chosen: Chosen, count: number): number {
  return chosen.mode === 'some' ? chosen.ids.length : count - chosen.except.length;
}

/** Whether the row is among the chosen ones. */
export function isChosen(chosen: Chosen, id: number): boolean {
  return chosen.mode === 'some' ? chosen.ids.includes(id) : !chosen.except.includes(id);
}

/** The same choice with one row turned over. */
export function toggled(chosen: Chosen, id: number): Chosen {
  const flip = (ids: readonly number[]) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  return chosen.mode === 'some'
    ? { mode: 'some', ids: flip(chosen.ids) }
    : { mode: 'all', except: flip(chosen.except) };
}

/** Amount of a totals line in one column, if the column is summed. */
export function totalOf(totals: ListingTotals, column: string): Money | null {
  const minor = totals.figures[column];
  return minor === undefined ? null : { minor, currency: totals.currency };
}
