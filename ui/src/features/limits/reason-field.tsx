import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';

type ReasonFieldProps = { value: string | null; error: string | undefined; onChange: (code: string | null) => void };

/** Why a limit changes. */
export function ReasonField({ value, error, onChange }: ReasonFieldProps) {
  const { t } = useWords();
  const setup = useAsk('credit.setup', {});
  const reasons = (setup.data?.reasons ?? []).filter(({ kind }) => kind === 'limit');
  const nameOf = (code: string, description: string) =>
    description ||
    (code === 'REVIEW' || code === 'FIRST' || code === 'APPLICATION' ? t(`credit.reasonName.${code}`) : code);
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
