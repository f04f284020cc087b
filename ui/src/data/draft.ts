import { useDesk } from './desk';
import { useStored } from './stored';

/** What is typed into a form before it is saved: kept on this desk until it is saved or thrown away. */
export type Draft<T> = {
  value: T;
  state: 'same' | 'changed';
  set: (change: Partial<T>) => void;
  discard: () => void;
};

/**
 * The draft of one record of the open book. Nothing typed is lost by a refusal, another page, or a closed window.
 * `key` is the record's kind and id.
 */
export function useDraft<T extends object>(key: string, stored: T): Draft<T> {
  const { state } = useDesk();
  const [typed, setTyped] = useStored<T | null>(`draft.${state.book?.path ?? ''}.${key}`, null);
  return {
    value: typed ?? stored,
    state: typed === null ? 'same' : 'changed',
    set: (change) => setTyped({ ...(typed ?? stored), ...change }),
    discard: () => setTyped(null),
  };
}
