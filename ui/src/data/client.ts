import { QueryClient } from '@tanstack/react-query';
import type { RefusedError } from '../wire';
import { PROVIDES } from '../wire/generated/commands';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: RefusedError;
  }
}

/** What a query keeps: the response, and the tags under which an act can make it stale. */
export type Kept = { ok: unknown; tags: readonly string[] };

/** An act that changed the book as a whole, such as opening another one. */
const EVERYTHING = '*';

/** The tags that a reading command shows, as the one list of commands declares them. */
export function tagsShownBy(command: string): readonly string[] {
  return (PROVIDES as Record<string, readonly string[] | undefined>)[command] ?? [];
}

/**
 * The book changes only by acts of this window, and their tags say what to fetch again. So nothing is fetched anew
 * because time passed or the window got the focus, and a refusal is not asked twice.
 */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

function isKept(data: unknown): data is Kept {
  return typeof data === 'object' && data !== null && 'tags' in data && Array.isArray(data.tags);
}

/**
 * Fetches again what shows one of the changed tags. A query that failed has shown nothing yet, so it is tried again
 * after any act.
 */
export async function refresh(client: QueryClient, changed: readonly string[]): Promise<void> {
  if (changed.length === 0) return;
  const tags = new Set(changed);
  if (tags.has(EVERYTHING)) return client.invalidateQueries();
  // The frame of the window counts customers and transactions, whatever changed them.
  await client.invalidateQueries({ queryKey: ['desk.state'] });
  await client.invalidateQueries({
    predicate: ({ state }) =>
      state.status === 'error' || (isKept(state.data) && state.data.tags.some((tag) => tags.has(tag))),
  });
}
