import { useUpdateAging } from '../../data/update-aging';

/** *Update of one customer*: the rows of all others keep their day. */
export function useUpdateOne(account: string, definition: string | null) {
  const update = useUpdateAging(definition);
  return { ...update, mutate: () => update.mutate([account]) };
}
