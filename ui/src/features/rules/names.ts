import { useWords } from '../../i18n';
import type { Setup } from './types';

const STATUSES = ['NORMAL', 'WATCH', 'CASH', 'STOPPED', 'CLOSED'] as const;
const REASONS = ['CHECKED', 'AUTOMATIC', 'CHANGED', 'CANCELLED'] as const;

type Named = { code: string; description: string };

/** Shipped statuses and reasons have no words of their own: they are those of the reader's language. */
export function useNames() {
  const { t } = useWords();
  const status = ({ code, description }: Named): string => {
    if (description) return description;
    const known = STATUSES.find((other) => other === code);
    return known ? t(`credit.statusName.${known}`) : code;
  };
  const reason = ({ code, description }: Named): string => {
    if (description) return description;
    if (code === 'REVIEW') return t('credit.reasonName.REVIEW');
    const known = REASONS.find((other) => other === code);
    return known ? t(`rules.parameters.reasonName.${known}`) : code;
  };
  return {
    status,
    reason,
    /** The name of a status that a rule knows by its code. */
    statusOf: (setup: Setup | undefined, code: string): string =>
      status(setup?.statuses.find((other) => other.code === code) ?? { code, description: '' }),
  };
}

export type Names = ReturnType<typeof useNames>;
