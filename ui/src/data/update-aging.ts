import { useMutation } from '@tanstack/react-query';
import type { RefusedError } from '../wire';
import { useAgingCompanies } from './aging-companies';
import { useDesk } from './desk';
import { send, useAct } from './use-command';

/**
 * *Update* of some customers: stores today's figures of them, in the manner of the snapshot that the list of aged balances
 * shows, by due day; the rows of all others keep their day. Gives the day.
 */
export function useUpdateAging(definition: string | null) {
  const { state } = useDesk();
  // The list that is updated may be that of several companies together.
  const { companies } = useAgingCompanies();
  const { mutateAsync: age } = useAct('aging.run');
  return useMutation<string, RefusedError, readonly string[]>({
    mutationFn: async (accounts) => {
      const { ok } = await send('aging.list', {
        definition,
        as_of: null,
        by: 'due',
        promises: 'respected',
        run_id: null,
        pool: null,
        ...(companies.length > 0 && { companies }),
        search: accounts[0] ?? '',
        filters: [],
        sort: null,
      });
      const done = await age({
        definition,
        as_of: state.today,
        by: 'due',
        credits_in: ok.credits_in,
        known_on: null,
        accounts: [...accounts],
        pool: null,
        include_zero: ok.include_zero,
        promises: ok.promises,
        update_status: false,
        companies,
      });
      return done.as_of;
    },
  });
}
