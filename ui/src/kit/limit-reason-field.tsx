import { Select } from '@mantine/core';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';

const SHIPPED = ['REVIEW', 'FIRST', 'APPLICATION', 'IMPORT'] as const;

type LimitReasonFieldProps = {
  value: string | null;
  error: string | undefined;
  onChange: (code: string | null) => void;
};

/** Why a limit changes. */
export function LimitReasonField({ value, error, onChange }: LimitReasonFieldProps) {
  const { t } = useWords();
  const setup = useAsk('credit.setup', {});
  const reasons = (setup.data?.reasons ?? []).filter(({ kind }) => kind === 'limit');
  const nameOf = (code: string, description: string) =>
    description || (SHIPPED.includes(code as 'REVIEW') ? t(`credit.reasonName.${code as 'REVIEW'}`) : code);
  return (
    <Select
      label={t('limits.reason')}
      data={reasons.map(({ code, description }) => ({ value: code, label: nameOf(code, description) }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
