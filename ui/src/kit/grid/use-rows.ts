import { useQueryClient } from '@tanstack/react-query';
import type { GridApi, IDatasource } from 'ag-grid-community';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import {
  ensureOpen,
  type Listing,
  type ListingQuery,
  type OpenListing,
  useOpenListing,
  useReopen,
} from '../../data/listing';
import { RefusedError } from '../../wire';
import type { GridRow } from './rows';

/** The host keeps a limited number of open lists; a forgotten one is opened again without a word. */
const FORGOTTEN = 'listing_closed';

/**
 * Feeds the grid from an open list. The grid asks for blocks of rows; the first ask after a change of sort, filter
 * or facts opens the list anew, and the counters above the grid share that opening. `seen` looks at every block.
 */
export function useRows<Row, Open extends OpenListing>(
  listing: Listing<Row, Open>,
  query: ListingQuery,
  seen: (rows: readonly Row[]) => void,
) {
  const client = useQueryClient();
  const open = useOpenListing(listing, query);
  const reopen = useReopen(listing);
  const api = useRef<GridApi<GridRow<Row>> | null>(null);
  const served = useRef<number | null>(null);
  const asked = useRef({ listing, query, reopen, seen });
  asked.current = { listing, query, reopen, seen };

  const datasource = useMemo<IDatasource>(
    () => ({
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        const { listing: from, query: what, reopen: again, seen: look } = asked.current;
        const load = async () => {
          const opened = await ensureOpen(client, from, what);
          served.current = opened.handle;
          const rows = opened.count === 0 ? [] : await from.page(opened.handle, startRow, endRow - startRow);
          look(rows);
          successCallback(
            rows.map((row) => ({ row })),
            opened.count,
          );
        };
        load().catch((thrown: unknown) => {
          failCallback();
          if (thrown instanceof RefusedError && thrown.code === FORGOTTEN) void again();
        });
      },
    }),
    [client],
  );

  const handle = open.isPlaceholderData ? null : (open.data?.handle ?? null);
  const question = JSON.stringify([listing.key, query]);
  const shown = useRef(question);
  useEffect(() => {
    if (handle === null) return;
    const same = shown.current === question;
    shown.current = question;
    if (served.current === null || handle === served.current) return;
    served.current = handle;
    // After an act the old rows stay until the new ones are there; another question starts at the top.
    if (same) api.current?.refreshInfiniteCache();
    else api.current?.purgeInfiniteCache();
  }, [handle, question]);

  const attach = useCallback((ready: GridApi<GridRow<Row>> | null) => {
    api.current = ready;
  }, []);
  return { open, datasource, api, attach };
}
