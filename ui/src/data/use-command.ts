import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefusedError, transport } from '../wire';
import type { CommandName, RequestOf, ResponseOf } from '../wire/commands';
import { type Kept, refresh, tagsShownBy } from './client';

/** Sends one command and gives its response with the tags. For use outside components. */
export async function send<C extends CommandName>(
  command: C,
  request: RequestOf<C>,
): Promise<{ ok: ResponseOf<C>; tags: string[] }> {
  const reply = await transport().rpc(command, request);
  return { ok: reply.ok as ResponseOf<C>, tags: reply.tags };
}

type AskOptions = {
  /** Wait with the question until its inputs are there. */
  when?: 'now' | 'later';
  /** Show the answer to the previous question until the new one is there. */
  meanwhile?: 'previous' | 'nothing';
};

/** Asks a question of the book. The answer is fetched again when an act changed what it shows. */
export function useAsk<C extends CommandName>(command: C, request: RequestOf<C>, options: AskOptions = {}) {
  return useQuery<Kept, RefusedError, ResponseOf<C>>({
    queryKey: [command, request],
    queryFn: async () => ({ ok: (await transport().rpc(command, request)).ok, tags: tagsShownBy(command) }),
    select: (kept) => kept.ok as ResponseOf<C>,
    enabled: options.when !== 'later',
    placeholderData: options.meanwhile === 'previous' ? keepPreviousData : undefined,
  });
}

/**
 * Does an act. When it succeeds, everything that shows what it changed is fetched again. What moves on (the next line, the
 * next customer) is told `then`, which is called before that: the part of the page that asked may be gone afterwards, and
 * what is given to `mutate` is not called for a part that is gone.
 */
export function useAct<C extends CommandName>(command: C, then?: (done: ResponseOf<C>) => void) {
  const client = useQueryClient();
  return useMutation<ResponseOf<C>, RefusedError, RequestOf<C>>({
    mutationKey: [command],
    mutationFn: async (request) => {
      const { ok, tags } = await send(command, request);
      then?.(ok);
      await refresh(client, tags);
      return ok;
    },
  });
}

/** Fetches bytes (a page as a picture, a logo) and keeps them as an address that an image can show. */
export function useBytes<C extends CommandName>(
  command: C,
  request: RequestOf<C>,
  mime: string,
  options: AskOptions & { /** Changes when the same question has another answer. */ version?: string } = {},
) {
  return useQuery<string, RefusedError>({
    queryKey: ['bytes', command, request, options.version ?? ''],
    queryFn: async () => toDataAddress(await transport().rpcBytes(command, request), mime),
    enabled: options.when !== 'later',
    placeholderData: options.meanwhile === 'previous' ? keepPreviousData : undefined,
    // Page pictures are large: a minute after nobody shows them they are gone.
    gcTime: 60_000,
  });
}

/** A data address needs no clean-up, unlike an object address, and the page's content policy allows it for images. */
async function toDataAddress(bytes: ArrayBuffer, mime: string): Promise<string> {
  const blob = new Blob([bytes], { type: mime });
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () =>
      reject(new RefusedError({ code: 'host.unreachable', args: { detail: 'bytes' }, trace_id: '' }));
    reader.readAsDataURL(blob);
  });
}
