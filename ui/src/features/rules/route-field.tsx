import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';

const ROLES = ['credit_manager', 'credit_clerk', 'finance_approver'] as const;

type RouteFieldProps = {
  value: string | null;
  error: string | undefined;
  onChange: (route: string | null) => void;
};

/** The role or the user whose queue a hold goes to. A route that is neither any more stays to be seen. */
export function RouteField({ value, error, onChange }: RouteFieldProps) {
  const { t } = useWords();
  const answer = useAsk('users.list', {});
  const roles = ROLES.map((role) => ({ value: role as string, label: t(`users.role.${role}`) }));
  const users = (answer.data?.users ?? [])
    .filter(({ active }) => active)
    .map(({ code, name }) => ({ value: code, label: `${name} · ${code}` }));
  const known = [...roles, ...users].some((option) => option.value === value);
  return (
    <Select
      label={t('rules.form.route')}
      description={t('rules.form.routeAbout')}
      data={[
        { group: t('rules.form.routeRoles'), items: roles },
        { group: t('rules.form.routeUsers'), items: known || !value ? users : [...users, { value, label: value }] },
      ]}
      value={value}
      clearable
      error={error}
      onChange={onChange}
    />
  );
}
