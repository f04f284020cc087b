import { useDesk } from '../../data/desk';
import { useStored } from '../../data/stored';
import { NOTHING_TRIED, type Tried } from './tried';

/** The rules that are tried in this book: kept on this desk, because the test never touches the book. */
export function useTried(): [Tried, (tried: Tried) => void] {
  const { state } = useDesk();
  return useStored<Tried>(`rule_test.${state.book?.path ?? ''}`, NOTHING_TRIED);
}
