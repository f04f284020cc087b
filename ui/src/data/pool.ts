import { useDesk } from './desk';
import { useStored } from './stored';
import { useAsk } from './use-command';

/** The pool that narrows the lists of the window, and those that may be chosen. At first it is the agent's default one. */
export function usePool() {
  const { state } = useDesk();
  const answer = useAsk('pools.offered', {});
  // What one user chose in one book is nobody else's choice.
  const key = `pool.${state.book?.path ?? ''}.${state.user?.code ?? ''}`;
  const [chosen, setChosen] = useStored<string | null | undefined>(key, undefined);
  const offered = answer.data?.pools ?? [];
  const wanted = chosen === undefined ? (answer.data?.default_pool ?? null) : chosen;
  const pool = offered.some(({ code }) => code === wanted) ? wanted : null;
  return { pool, setPool: setChosen, offered, onlyThese: answer.data?.only_these ?? false };
}
