import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ensureOpen, type Listing, type ListingQuery, type OpenListing } from './listing';

/** The list that one came from, and where in it one is: that is what *previous* and *next* walk along. */
export type Trail = {
  /** Where the list stands in the window. */
  back: string;
  index: number;
  count: number;
  /** The account that is shown: the list marks its row again when one comes back. */
  account: string;
  /** The account that is still shown while the next one is on its way. */
  leaving?: string;
  /** The account of the row at an index, or null when the list ended before it. */
  at: (index: number) => Promise<string | null>;
};

let trail: Trail | null = null;
const listeners = new Set<() => void>();

export function setTrail(next: Trail | null): void {
  trail = next;
  for (const listener of listeners) listener();
}

/** Where one was in a list that is shown again; `null` where one comes from elsewhere. */
export function cameFrom(list: string): string | null {
  return trail?.back === list ? trail.account : null;
}

export function useTrail(): Trail | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => trail,
  );
}

/** The list along which one walks, where this account is the one to which it led; null where one came from elsewhere. */
export function useTrailOf(account: string): Trail | null {
  const along = useTrail();
  return along?.account === account || along?.leaving === account ? along : null;
}

/** Remembers that a row of a list was opened. */
export function leaveTrail<Row, Open extends OpenListing>(
  client: QueryClient,
  listing: Listing<Row, Open>,
  query: ListingQuery,
  place: { index: number; count: number; back: string; account: string },
  accountOf: (row: Row) => string,
): void {
  setTrail({
    ...place,
    at: async (index) => {
      const open = await ensureOpen(client, listing, query);
      const [row] = await listing.page(open.handle, index, 1);
      return row === undefined ? null : accountOf(row);
    },
  });
}
