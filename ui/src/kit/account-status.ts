import { useWords } from '../i18n';

const STATUSES = ['NORMAL', 'WATCH', 'CASH', 'STOPPED', 'CLOSED'] as const;

/** A shipped account status has no words of its own: they are those of the reader's language. */
export function useAccountStatusName() {
  const { t } = useWords();
  return (code: string, description: string): string => {
    if (description) return description;
    const known = STATUSES.find((other) => other === code);
    return known ? t(`credit.statusName.${known}`) : code;
  };
}
