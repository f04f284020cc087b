import { useWords } from '../../i18n';
import type { Reason, Status } from './types';

const REASONS = [
  'REVIEW',
  'CHECK',
  'CHECKED',
  'AUTOMATIC',
  'CHANGED',
  'CANCELLED',
  'FIRST',
  'APPLICATION',
  'IMPORT',
] as const;
const STATUSES = ['NORMAL', 'WATCH', 'CASH', 'STOPPED', 'CLOSED'] as const;

/** A shipped status or reason has no words of its own: they are those of the reader's language. */
export function useNames() {
  const { t } = useWords();
  return {
    status: ({ code, description }: Pick<Status, 'code' | 'description'>): string => {
      if (description) return description;
      const known = STATUSES.find((other) => other === code);
      return known ? t(`credit.statusName.${known}`) : code;
    },
    reason: ({ code, description }: Pick<Reason, 'code' | 'description'>): string => {
      const known = REASONS.find((other) => other === code);
      return description || (known ? t(`credit.reasonName.${known}`) : code);
    },
  };
}
