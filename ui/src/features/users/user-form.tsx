import { Button, Checkbox, MultiSelect, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Role } from '../../wire/generated/Role';
import type { User } from '../../wire/generated/User';
import classes from './users.module.css';

const ROLES: readonly Role[] = [
  'credit_manager',
  'credit_clerk',
  'collections_manager',
  'collections_agent',
  'finance_approver',
  'viewer',
];

type UserFormProps = { stored: User; others: readonly User[]; currency: string; onDone: () => void };

/** One user: name, roles, ceilings, substitute, PIN and the account of the operating system. */
export function UserForm({ stored, others, currency, onDone }: UserFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [user, setUser] = useState(stored);
  const [pin, setPin] = useState('');
  const save = useAct('users.save');
  const problem = useFieldProblems(save.error);
  const companies = state.book?.companies ?? [];
  const set = (change: Partial<User>) => setUser({ ...user, ...change });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ user, pin: pin === '' ? null : pin }, { onSuccess: onDone });
      }}
    >
      <FormProblem error={save.error} />
      <Fields>
        <TextInput
          data-autofocus
          label={t('users.name')}
          value={user.name}
          error={problem('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('users.code')}
          value={user.code}
          error={problem('code')}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
      </Fields>
      <MultiSelect
        label={t('users.roles')}
        data={ROLES.map((role) => ({ value: role, label: t(`users.role.${role}`) }))}
        value={user.roles}
        error={problem('roles')}
        onChange={(roles) => set({ roles: roles as Role[] })}
      />
      <Checkbox
        label={t('users.agent')}
        checked={user.agent}
        onChange={(event) => set({ agent: event.currentTarget.checked })}
      />
      <TextInput
        label={t('users.osAccount')}
        description={t('users.osAccountHint', { account: state.os_account })}
        value={user.os_account ?? ''}
        error={problem('os_account')}
        onChange={(event) => set({ os_account: event.currentTarget.value.trim() || null })}
      />
      <PasswordInput
        label={t('users.newPin')}
        description={t(user.has_pin ? 'users.pinKeep' : 'users.pinHint')}
        value={pin}
        autoComplete="new-password"
        error={problem('pin')}
        onChange={(event) => setPin(event.currentTarget.value)}
      />
      <Fields>
        <MoneyField
          label={t('users.approval')}
          description={t('users.ceilingHint')}
          value={user.approval_ceiling_minor}
          currency={currency}
          empty="allowed"
          error={problem('approval_ceiling_minor')}
          onChange={(minor) => set({ approval_ceiling_minor: minor })}
        />
        <MoneyField
          label={t('users.waiver')}
          description={t('users.ceilingHint')}
          value={user.waiver_ceiling_minor}
          currency={currency}
          empty="allowed"
          error={problem('waiver_ceiling_minor')}
          onChange={(minor) => set({ waiver_ceiling_minor: minor })}
        />
      </Fields>
      <Select
        label={t('users.substitute')}
        clearable
        data={others.map((other) => ({ value: other.code, label: other.name }))}
        value={user.substitute}
        error={problem('substitute')}
        onChange={(substitute) => set({ substitute })}
      />
      <Fields>
        <DayField
          label={t('users.absentFrom')}
          description={t('users.absentAbout')}
          empty="allowed"
          value={user.absent_from}
          today={state.today}
          error={problem('absent_from')}
          onChange={(day) => set({ absent_from: day })}
        />
        <DayField
          label={t('users.absentTo')}
          description={t('users.absentOpen')}
          empty="allowed"
          value={user.absent_to}
          today={state.today}
          error={problem('absent_to')}
          onChange={(day) => set({ absent_to: day })}
        />
      </Fields>
      <Fields>
        <TextInput
          label={t('users.email')}
          value={user.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <TextInput
          label={t('users.phone')}
          value={user.phone}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
      </Fields>
      {companies.length > 1 && stored.id !== 0 && stored.id !== state.user?.id && (
        <SeenCompanies user={stored.code} data={companies.map(({ code, name }) => ({ value: code, label: name }))} />
      )}
      <Checkbox
        label={t('users.mayWork')}
        checked={user.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
      <Button type="submit" loading={save.isPending}>
        {t('kit.save')}
      </Button>
    </form>
  );
}

/** Which companies a user may see; saved at once, because it is no part of the user's card. */
function SeenCompanies({ user, data }: { user: string; data: { value: string; label: string }[] }) {
  const { t } = useWords();
  const answer = useAsk('companies.of_user', { code: user });
  const restrict = useAct('companies.restrict');
  return (
    <>
      <MultiSelect
        label={t('companies.visible')}
        description={t('companies.visibleHint')}
        data={data}
        value={answer.data?.companies ?? []}
        disabled={!answer.data}
        onChange={(companies) => restrict.mutate({ user, companies })}
      />
      <FormProblem error={restrict.error} />
    </>
  );
}
