import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import type { Scope } from './sentence';

const LEVELS: readonly Scope['level'][] = ['all', 'group', 'table'];

type ScopeFieldsProps = {
  scope: Scope;
  onChange: (change: Partial<Scope>) => void;
  problem: (field: string) => string | undefined;
};

/** For whom a rule is. */
export function ScopeFields({ scope, onChange, problem }: ScopeFieldsProps) {
  const { t } = useWords();
  const setup = useAsk('credit.setup', {});
  const groups = setup.data?.groups ?? [];
  const risk = useAsk('risk.setup', {});
  const riskGroups = (risk.data?.groups ?? []).map(({ code }) => code);
  return (
    <>
      <Select
        label={t('rules.form.level')}
        data={LEVELS.map((value) => ({ value, label: t(`rules.form.levelName.${value}`) }))}
        value={scope.level}
        allowDeselect={false}
        onChange={(level) => level && onChange({ level: level as Scope['level'] })}
      />
      {scope.level === 'table' && (
        <CustomerField
          label={t('rules.form.account')}
          value={scope.account}
          error={problem('account') ?? problem('customer')}
          onChoose={(account) => onChange({ account })}
        />
      )}
      {scope.level === 'group' && (
        <Select
          label={t('rules.form.group')}
          description={groups.length === 0 ? t('rules.form.none') : undefined}
          data={groups.map(({ code, description }) => ({
            value: code,
            label: description ? `${code} · ${description}` : code,
          }))}
          value={scope.group}
          error={problem('group')}
          onChange={(group) => onChange({ group })}
        />
      )}
      <Select
        label={t('rules.form.risk')}
        description={t('rules.form.riskAbout')}
        clearable
        data={[...new Set([...riskGroups, ...(scope.risk_group ? [scope.risk_group] : [])])]}
        value={scope.risk_group ?? null}
        error={problem('risk_group')}
        onChange={(risk_group) => onChange({ risk_group })}
      />
    </>
  );
}
