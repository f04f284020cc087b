import { useMutation } from '@tanstack/react-query';
import { useDesk } from '../../data/desk';
import { send, useAct } from '../../data/use-command';
import type { RefusedError } from '../../wire';

/**
 * *Update of one customer*: stores today's figures of this customer, in the manner of the snapshot that the list of
 * aged balances shows; the rows of all others keep their day.
 */
export function useUpdateOne(account: string, definition: string | null) {
  const { state } = useDesk();
  const { mutateAsync: age } = useAct('aging.run');
  return useMutation<string, RefusedError, void>({
    mutationFn: async () => {
      const { ok } = await send('aging.list', {
        definition,
        as_of: null,
        by: 'due',
        promises: 'respected',
        run_id: null,
        pool: null,
        search: account,
        filters: [],
        sort: null,
      });
      const done = await age({
        definition,
        as_of: state.today,
        by: 'due',
        credits_in: ok.credits_in,
        known_on: null,
        accounts: [account],
        pool: null,
        include_zero: false,
        promises: ok.promises,
        update_status: false,
        companies: [],
      });
      return done.as_of;
    },
  });
}
