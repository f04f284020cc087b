import { Select } from '@mantine/core';
import { usePool } from '../data/pool';
import { useWords } from '../i18n';

const EVERYBODY = '';

/** Which customers the lists show. Where no pool may be chosen there is nothing to choose. */
export function PoolChoice() {
  const { t } = useWords();
  const { pool, setPool, offered, onlyThese } = usePool();
  if (offered.length === 0) return null;
  return (
    <Select
      aria-label={t('pools.choose')}
      data-testid="pool-choice"
      size="xs"
      w={150}
      allowDeselect={false}
      data={[
        { value: EVERYBODY, label: onlyThese ? t('pools.mine') : t('pools.everyone') },
        ...offered.map(({ code, description }) => ({ value: code, label: description || code })),
      ]}
      value={pool ?? EVERYBODY}
      onChange={(value) => setPool(value || null)}
    />
  );
}
