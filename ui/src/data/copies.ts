import { useQuery } from '@tanstack/react-query';
import type { RefusedError } from '../wire';
import { type Kept, tagsShownBy } from './client';
import { send } from './use-command';

type Waiting = { resolve: (has: boolean) => void; reject: (error: unknown) => void };

const waiting = new Map<number, Waiting[]>();

/** Asks for one document. The rows that come into sight together are asked for at once. */
function asked(id: number): Promise<boolean> {
  if (waiting.size === 0) setTimeout(() => void askAll(), 0);
  return new Promise((resolve, reject) => {
    waiting.set(id, [...(waiting.get(id) ?? []), { resolve, reject }]);
  });
}

async function askAll(): Promise<void> {
  const all = new Map(waiting);
  waiting.clear();
  try {
    const found = (await send('copies.of_documents', { transaction_ids: [...all.keys()] })).ok;
    const copied = new Set(found.transaction_ids);
    for (const [id, each] of all) for (const { resolve } of each) resolve(copied.has(id));
  } catch (error) {
    for (const each of all.values()) for (const { reject } of each) reject(error);
  }
}

/** Whether a document has a copy in the book. */
export function useHasCopy(id: number): boolean {
  const found = useQuery<Kept, RefusedError, boolean>({
    queryKey: ['copies.of_documents', 'one', id],
    queryFn: async () => ({ ok: await asked(id), tags: tagsShownBy('copies.of_documents') }),
    select: (kept) => kept.ok as boolean,
  });
  return found.data ?? false;
}
