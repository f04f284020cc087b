import { useMutation } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';

type Written = ResponseOf<'disputes.write'> | null;

/** Writes the disputes for other systems: CSV, or JSON where the chosen name ends so. */
export function useWriteDisputes() {
  const write = useMutation<Written, RefusedError>({
    mutationFn: async () => {
      const { path } = (await send('dialog.save', { purpose: 'data', suggested: 'disputes.json' })).ok;
      if (path === null) return null;
      const format = path.toLowerCase().endsWith('.csv') ? 'csv' : 'json';
      return (await send('disputes.write', { path, format })).ok;
    },
  });
  return { ...write, run: () => write.mutate() };
}
