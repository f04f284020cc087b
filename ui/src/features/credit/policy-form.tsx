import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { CoverType, Policy } from './types';

type PolicyFormProps = { account: string; stored: Policy; types: readonly CoverType[]; onDone: () => void };

const KINDS: readonly Policy['identifier'][] = ['insurance', 'guarantee'];

/** One insurance policy or guarantee. */
export function PolicyForm({ account, stored, types, onDone }: PolicyFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [row, setRow] = useState(stored);
  const set = (change: Partial<Policy>) => setRow({ ...row, ...change });
  const save = useAct('credit.policy_save');
  const remove = useAct('credit.policy_delete');
  const problem = useFieldProblems(save.error);
  const policy = row.identifier === 'guarantee' ? { ...row, coverage: null } : row;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ account, policy }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('credit.policy.identifier')}
          data={KINDS.map((value) => ({ value, label: t(`credit.policy.kind.${value}`) }))}
          value={row.identifier}
          allowDeselect={false}
          onChange={(kind) => kind && set({ identifier: kind as Policy['identifier'], cover_type: null })}
        />
        <TextInput
          label={t('credit.policy.party')}
          value={row.party}
          error={problem('party')}
          onChange={(event) => set({ party: event.currentTarget.value })}
          data-autofocus
        />
        <Select
          label={t('credit.policy.type')}
          description={t('credit.policy.typeAbout')}
          clearable
          data={types
            .filter(({ kind }) => kind === row.identifier)
            .map(({ code, description }) => ({ value: code, label: description ? `${code} · ${description}` : code }))}
          value={row.cover_type}
          error={problem('cover_type')}
          onChange={(cover_type) => set({ cover_type })}
        />
        {row.identifier === 'insurance' && (
          <Coverage
            types={types}
            value={row.coverage}
            error={problem('coverage')}
            onChange={(coverage) => set({ coverage })}
          />
        )}
        <TextInput
          label={t('credit.policy.number')}
          value={row.policy_no}
          error={problem('policy_no')}
          onChange={(event) => set({ policy_no: event.currentTarget.value })}
        />
        <DayField
          label={t('credit.from')}
          value={row.effective_on}
          today={state.today}
          error={problem('effective_on')}
          onChange={(day) => day && set({ effective_on: day })}
        />
        <DayField
          label={t('credit.to')}
          description={t('credit.policy.openEnd')}
          empty="allowed"
          value={row.expires_on}
          today={state.today}
          error={problem('expires_on')}
          onChange={(day) => set({ expires_on: day })}
        />
        <TextInput
          label={t('credit.currency')}
          value={row.currency}
          maxLength={3}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <MoneyField
          label={t('credit.policy.value')}
          value={row.value_minor}
          currency={row.currency.length === 3 ? row.currency : 'EUR'}
          error={problem('value_minor')}
          onChange={(minor) => set({ value_minor: minor ?? 0 })}
        />
        <NumberInput
          label={t('credit.policy.update')}
          description={t('credit.policy.updateAbout')}
          value={row.update_bp / 100}
          min={0}
          max={100}
          decimalScale={2}
          suffix=" %"
          error={problem('update_bp')}
          onChange={(value) => set({ update_bp: Math.round(Number(value) * 100) })}
        />
        <Checkbox
          label={t('credit.policy.included')}
          description={t('credit.policy.includedAbout')}
          checked={row.included_in_exposure}
          onChange={(event) => set({ included_in_exposure: event.currentTarget.checked })}
        />
        {row.identifier === 'insurance' && (
          <Duties duties={row.duties} problem={problem} onChange={(duties) => set({ duties })} />
        )}
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {row.id !== 0 && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ account, id: row.id }, { onSuccess: onDone })}
          >
            {t('credit.delete')}
          </Button>
        )}
        <FormProblem error={save.error ?? remove.error} />
      </FormActs>
    </form>
  );
}

type DutiesProps = {
  duties: Policy['duties'];
  problem: (field: string) => string | undefined;
  onChange: (duties: Policy['duties']) => void;
};

const PERIODS = ['monthly', 'quarterly', 'yearly'] as const;

/** What the insurer asks for; an empty field asks for nothing. */
function Duties({ duties, problem, onChange }: DutiesProps) {
  const { t } = useWords();
  const days = (name: 'notify_days' | 'extension_days' | 'claim_days' | 'declaration_days') => (
    <NumberInput
      label={t(`credit.duty.${name}`)}
      description={name === 'notify_days' ? t('credit.duty.about') : undefined}
      min={0}
      max={3650}
      allowDecimal={false}
      value={duties[name] ?? ''}
      error={problem(name)}
      onChange={(value) => onChange({ ...duties, [name]: typeof value === 'number' ? value : null })}
    />
  );
  return (
    <>
      {days('notify_days')}
      {days('extension_days')}
      {days('claim_days')}
      <Select
        label={t('credit.duty.declaration')}
        data={PERIODS.map((value) => ({ value, label: t(`credit.duty.period.${value}`) }))}
        value={duties.declaration}
        clearable
        onChange={(value) => onChange({ ...duties, declaration: value as Policy['duties']['declaration'] })}
      />
      {duties.declaration !== null && days('declaration_days')}
      <TextInput
        label={t('credit.duty.contact')}
        value={duties.contact}
        onChange={(event) => onChange({ ...duties, contact: event.currentTarget.value })}
      />
    </>
  );
}

type CoverageProps = {
  types: readonly CoverType[];
  value: string | null;
  error: string | undefined;
  onChange: (code: string) => void;
};

/** What an insurance covers; a type that is not there yet is added where it is missed. */
function Coverage({ types, value, error, onChange }: CoverageProps) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [adding, setAdding] = useState<'yes' | 'no'>('no');
  const save = useAct('credit.cover_type_save');
  const known = types.filter(({ kind }) => kind === 'coverage');
  const add = () =>
    save.mutate(
      { kind: 'coverage', code: name.trim(), description: '' },
      {
        onSuccess: () => {
          onChange(name.trim());
          setAdding('no');
        },
      },
    );
  if (adding === 'yes' || known.length === 0) {
    return (
      <>
        <TextInput
          label={t('credit.policy.newCoverage')}
          description={t('credit.policy.newCoverageAbout')}
          value={name}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <Button
            variant="default"
            size="compact-sm"
            loading={save.isPending}
            disabled={name.trim() === ''}
            onClick={add}
          >
            {t('credit.policy.addCoverage')}
          </Button>
          <FormProblem error={save.error} />
        </div>
      </>
    );
  }
  return (
    <>
      <Select
        label={t('credit.policy.coverage')}
        data={known.map(({ code, description }) => ({
          value: code,
          label: description ? `${code} · ${description}` : code,
        }))}
        value={value}
        error={error}
        onChange={(code) => code && onChange(code)}
      />
      <div>
        <Button variant="subtle" size="compact-sm" onClick={() => setAdding('yes')}>
          {t('credit.policy.newCoverage')}
        </Button>
      </div>
    </>
  );
}
