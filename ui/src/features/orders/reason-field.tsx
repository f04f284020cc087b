import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';

const SHIPPED = ['REVIEW', 'CHECK', 'CHECKED', 'AUTOMATIC', 'CHANGED', 'CANCELLED'] as const;

/** A shipped reason has no words of its own: they are those of the reader's language. */
export function useReasonName(): (code: string, description?: string) => string {
  const { t } = useWords();
  return (code, description) => {
    const known = SHIPPED.find((other) => other === code);
    return description || (known ? t(`credit.reasonName.${known}`) : code);
  };
}

type ReasonFieldProps = {
  kind: 'hold' | 'release';
  value: string | null;
  error: string | undefined;
  onChange: (code: string | null) => void;
};

/** Why an order is held or let go. */
export function ReasonField({ kind, value, error, onChange }: ReasonFieldProps) {
  const { t } = useWords();
  const nameOf = useReasonName();
  const setup = useAsk('credit.setup', {});
  const reasons = (setup.data?.reasons ?? []).filter((reason) => reason.kind === kind);
  return (
    <Select
      label={t('orders.reason')}
      description={t('holds.reasonAbout')}
      data={reasons.map(({ code, description }) => ({ value: code, label: nameOf(code, description) }))}
      value={value}
      error={error}
      onChange={onChange}
      data-autofocus
    />
  );
}
