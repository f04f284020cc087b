import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type RefusedError, transport } from '../wire';
import type { CommandName, RequestOf, ResponseOf } from '../wire/commands';
import { type Kept, tagsShownBy } from './client';

export type SortBy = { column: string; order: 'ascending' | 'descending' };
export type FilterTest = 'contains' | 'equals' | 'at_least' | 'at_most';
export type FilterBy = { column: string; test: FilterTest; value: string };

/** What a person asked of a list: the book sorts, filters and searches, never the page. */
export type ListingQuery = { sort: SortBy | null; filters: readonly FilterBy[]; search: string };

/** One line of totals per currency, by column. */
export type ListingTotals = {
  currency: string;
  /** What the line sums, where a currency has several lines. */
  label?: string;
  figures: Record<string, number>;
};

/** A list that the book holds ready: its handle and how many rows it has. Each list adds what it knows besides. */
export type OpenListing = { handle: number; count: number };

/** Where a list comes from: the command that opens it, and the one that gives its pages. */
export type Listing<Row, Open extends OpenListing = OpenListing> = {
  key: readonly unknown[];
  open: (query: ListingQuery) => Promise<Kept & { ok: Open }>;
  page: (handle: number, offset: number, limit: number) => Promise<Row[]>;
};

type ListCommand = { [C in CommandName]: ResponseOf<C> extends OpenListing ? C : never }[CommandName];
type PageCommand = { [C in CommandName]: ResponseOf<C> extends { rows: unknown[] } ? C : never }[CommandName];
type RowOf<P extends PageCommand> = ResponseOf<P> extends { rows: (infer Row)[] } ? Row : never;

/**
 * Describes a list by its two commands. `base` is what the page asks beside sort, filter and search: the as-of day,
 * the definition.
 */
export function useListing<L extends ListCommand, P extends PageCommand>(
  list: L,
  page: P,
  base: Omit<RequestOf<L>, 'sort' | 'filters' | 'search'>,
): Listing<RowOf<P>, ResponseOf<L> & OpenListing> {
  const fixed = JSON.stringify(base);
  return useMemo(
    () => ({
      key: [list, fixed],
      open: async (query) => {
        const reply = await transport().rpc(list, { ...(JSON.parse(fixed) as object), ...query });
        return { ok: reply.ok as ResponseOf<L> & OpenListing, tags: tagsShownBy(list) };
      },
      page: async (handle, offset, limit) => {
        const reply = await transport().rpc(page, { handle, offset, limit });
        return (reply.ok as { rows: RowOf<P>[] }).rows;
      },
    }),
    [list, page, fixed],
  );
}

function keyOf<Row, Open extends OpenListing>(listing: Listing<Row, Open>, query: ListingQuery): readonly unknown[] {
  return [...listing.key, query];
}

/** The open list for the page's counters and totals. The rows are fetched by the grid. */
export function useOpenListing<Row, Open extends OpenListing>(listing: Listing<Row, Open>, query: ListingQuery) {
  return useQuery<Kept, RefusedError, Open>({
    queryKey: keyOf(listing, query),
    queryFn: () => listing.open(query),
    select: (kept) => kept.ok as Open,
    placeholderData: keepPreviousData,
    // A handle lives in the host's memory; a list that nobody shows is opened again when needed.
    gcTime: 60_000,
  });
}

/** The same list for the grid's row source: one opening serves both. */
export async function ensureOpen<Row, Open extends OpenListing>(
  client: QueryClient,
  listing: Listing<Row, Open>,
  query: ListingQuery,
): Promise<Open> {
  const kept = await client.fetchQuery<Kept>({ queryKey: keyOf(listing, query), queryFn: () => listing.open(query) });
  return kept.ok as Open;
}

/** Opens the list anew, for instance after the host forgot its handle. */
export function useReopen<Row, Open extends OpenListing>(listing: Listing<Row, Open>): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: listing.key });
}

/** What a row is told apart by. */
export type RowId = string | number;

/** Which rows of a list are meant: some by their id, or all that the filter shows but a few. */
export type Chosen = { mode: 'some'; ids: readonly RowId[] } | { mode: 'all'; except: readonly RowId[] };

export const NONE_CHOSEN: Chosen = { mode: 'some', ids: [] };

/** How many rows are meant in a list of `count`. */
export function chosenCount(chosen: Chosen, count: number): number {
  return chosen.mode === 'some' ? chosen.ids.length : count - chosen.except.length;
}

/** Whether the row is among the chosen ones. */
export function isChosen(chosen: Chosen, id: RowId): boolean {
  return chosen.mode === 'some' ? chosen.ids.includes(id) : !chosen.except.includes(id);
}

/** The same choice with one row turned over. */
export function toggled(chosen: Chosen, id: RowId): Chosen {
  const flip = (ids: readonly RowId[]) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  return chosen.mode === 'some'
    ? { mode: 'some', ids: flip(chosen.ids) }
    : { mode: 'all', except: flip(chosen.except) };
}
