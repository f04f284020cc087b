import { useCallback, useMemo } from 'react';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { Choice } from './grid/columns';

const SHIPPED = ['NORMAL', 'WATCH', 'CASH', 'STOPPED', 'CLOSED'] as const;

/** A shipped account status has no words of its own: they are those of the reader's language. */
export function useAccountStatusName(): (code: string, description: string) => string {
  const { t } = useWords();
  return useCallback(
    (code, description) => {
      if (description) return description;
      const known = SHIPPED.find((shipped) => shipped === code);
      return known ? t(`credit.statusName.${known}`) : code;
    },
    [t],
  );
}

/** The words of account statuses by their codes, and all of them to choose from. */
export function useAccountStatuses(): { nameOf: (code: string | null) => string; choices: Choice[] } {
  const name = useAccountStatusName();
  const statuses = useAsk('credit.setup', {}).data?.statuses;
  const nameOf = useCallback(
    (code: string | null) => name(code ?? '', statuses?.find((status) => status.code === code)?.description ?? ''),
    [statuses, name],
  );
  const choices = useMemo(
    () => (statuses ?? []).map(({ code }) => ({ value: code, label: nameOf(code) })),
    [statuses, nameOf],
  );
  return useMemo(() => ({ nameOf, choices }), [nameOf, choices]);
}
