import { useMutation } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';

type Written = ResponseOf<'holds.write'> | null;

/** Writes for other systems: CSV, or JSON where the chosen name ends so. */
function useWrite(command: 'holds.write' | 'credit.status_export', suggested: string) {
  const write = useMutation<Written, RefusedError>({
    mutationFn: async () => {
      const { path } = (await send('dialog.save', { purpose: 'data', suggested })).ok;
      if (path === null) return null;
      const format = path.toLowerCase().endsWith('.csv') ? 'csv' : 'json';
      return (await send(command, { path, format })).ok;
    },
  });
  return { ...write, run: () => write.mutate() };
}

/** Writes the holds. */
export function useWriteHolds() {
  return useWrite('holds.write', 'holds.json');
}

/** Writes where each customer stands with its credit. */
export function useWriteStatus() {
  return useWrite('credit.status_export', 'credit-status.json');
}
