import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import type { RequestOf } from '../../wire/commands';

type AgeBy = RequestOf<'customers.balance'>['by'];

type Amounts = RequestOf<'customers.balance'>['amounts'];

/** How the figures are aged: as on the list that one came from, else as the company does; and in which currency they are. */
export type Basis = { definition: string | null; by: AgeBy; amounts: Amounts };

export const AMOUNTS: readonly Amounts[] = ['document', 'company', 'customer'];
const AGE_BY: readonly AgeBy[] = ['due', 'document', 'transaction'];

/** The basis stands in the address, so that going back, walking the list and reloading keep it. */
export function useBasis(): Basis {
  const search = useSearch({ strict: false }) as { definition?: unknown; by?: unknown; amounts?: unknown };
  return {
    definition: search.definition === undefined ? null : String(search.definition),
    by: AGE_BY.find((by) => by === search.by) ?? 'due',
    amounts: AMOUNTS.find((amounts) => amounts === search.amounts) ?? 'document',
  };
}

/** Puts another basis into the address of the customer's page. */
export function useChooseBasis(account: string) {
  const navigate = useNavigate();
  return ({ definition, by, amounts }: Basis) =>
    void navigate({
      to: '/customers/$account',
      params: { account },
      search: { ...(definition === null ? {} : { definition }), by, amounts } as never,
      replace: true,
    });
}

/** The basis in words, so that two pages that differ say why. */
export function useBasisText({ definition, by }: Omit<Basis, 'amounts'>): string {
  const { t } = useWords();
  const { data } = useAsk('aging.definitions', {});
  const id = definition ?? data?.default_definition ?? 'standard';
  const known = data?.definitions.find((other) => other.id === id);
  const name = known?.description || (id === 'standard' ? t('aging.standard') : id);
  return t('customers.basis', { periods: name, by: t(`aging.byDayIn.${by}`) });
}
