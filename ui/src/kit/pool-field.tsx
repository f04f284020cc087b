import { Select } from '@mantine/core';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';

type PoolFieldProps = {
  /** Code of the pool; nothing means everybody whom the user sees. */
  value: string | null | undefined;
  onChange: (pool: string | null) => void;
  error?: string;
};

/** To which pool a run is limited. An agent is offered the own pools only; a book without pools has nothing to choose. */
export function PoolField({ value, onChange, error }: PoolFieldProps) {
  const { t } = useWords();
  const pools = useAsk('pools.list', {});
  const offered = useAsk('pools.offered', {});
  const all = pools.data?.pools ?? [];
  if (all.length === 0) return null;
  return (
    <Select
      label={t('pools.onlyPool')}
      placeholder={t(offered.data?.only_these ? 'pools.mine' : 'pools.everyone')}
      data-testid="pool-field"
      clearable
      data={all.map(({ code, description }) => ({ value: code, label: description || code }))}
      value={value ?? null}
      error={error}
      onChange={onChange}
    />
  );
}
