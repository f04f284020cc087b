import { useMutation } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import type { RefusedError } from '../../wire';

/** Opens the paper of a note in the viewer of the machine: as it left the house, or as it would. */
export function useOpenNote() {
  return useMutation<null, RefusedError, number>({
    mutationFn: async (noteId) => {
      const { path } = (await send('interest.view', { note_id: noteId })).ok;
      return (await send('opener.open', { path })).ok;
    },
  });
}
