import { useWords } from '../../i18n';
import { useCreditReason } from '../../kit/reasons';
import type { Reason, Status } from './types';

const STATUSES = ['NORMAL', 'WATCH', 'CASH', 'STOPPED', 'CLOSED'] as const;

/** A shipped status or reason has no words of its own: they are those of the reader's language. */
export function useNames() {
  const { t } = useWords();
  const reason = useCreditReason();
  return {
    status: ({ code, description }: Pick<Status, 'code' | 'description'>): string => {
      if (description) return description;
      const known = STATUSES.find((other) => other === code);
      return known ? t(`credit.statusName.${known}`) : code;
    },
    reason: ({ code, description }: Pick<Reason, 'code' | 'description'>): string => reason(code, description),
  };
}
