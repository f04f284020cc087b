import { useAccountStatusName } from '../../kit/account-status';
import { useCreditReason } from '../../kit/reasons';
import type { Reason, Status } from './types';

/** A shipped status or reason has no words of its own: they are those of the reader's language. */
export function useNames() {
  const status = useAccountStatusName();
  const reason = useCreditReason();
  return {
    status: ({ code, description }: Pick<Status, 'code' | 'description'>): string => status(code, description),
    reason: ({ code, description }: Pick<Reason, 'code' | 'description'>): string => reason(code, description),
  };
}
