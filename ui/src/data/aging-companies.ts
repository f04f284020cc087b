import { useDesk } from './desk';
import { usePool } from './pool';
import { useStored } from './stored';

/**
 * The companies whose balances are looked at together with those of the one in which one works, and the others that could be.
 * Who sees the customers of some pools only looks at one company: the sum of a party would tell of the rest.
 */
export function useAgingCompanies() {
  const { state } = useDesk();
  const { onlyThese } = usePool();
  const here = state.book?.company_code ?? '';
  const [wanted, setWanted] = useStored<string>(`aging.companies.${state.book?.path ?? ''}.${here}`, '');
  const others = onlyThese ? [] : (state.book?.companies ?? []).filter(({ code }) => code !== here);
  const codes = wanted === '' ? [] : wanted.split(',');
  const companies = codes.every((code) => others.some((other) => other.code === code)) ? codes : [];
  return { companies, others, here, setCompanies: (next: readonly string[]) => setWanted(next.join(',')) };
}
