import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import type { Component } from '../../kit/exposure';
import { MoneyField } from '../../kit/fields/money-field';
import { FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Parameters } from './types';

const TYPES: readonly Parameters['limit_type']['type'][] = [
  'none',
  'balance',
  'balance_and_delivered',
  'balance_and_all',
  'custom',
];
const CHOSEN: readonly Component[] = [
  'open_invoices',
  'unapplied',
  'interest_notes',
  'letter_fees',
  'delivered',
  'open_orders',
  'orders_on_hold',
  'disputed',
];
const TESTS = ['credit_management', 'check_on_order', 'check_groups', 'include_tax'] as const;
const CHANGES = ['manual_editing', 'workflow', 'post_automatically'] as const;

/** What counts as exposure, what is checked, and who may change a limit. */
export function ParametersForm({ stored }: { stored: Parameters }) {
  const { t } = useWords();
  const { mode, state } = useDesk();
  const save = useAct('credit.parameters_save');
  const problem = useFieldProblems(save.error);
  const [rules, setRules] = useState(stored);
  const set = (part: Partial<Parameters>) => setRules((now) => ({ ...now, ...part }));
  const changed = JSON.stringify(rules) !== JSON.stringify(stored);
  const box = (name: (typeof TESTS)[number] | (typeof CHANGES)[number]) => (
    <Checkbox
      key={name}
      label={t(`credit.parameter.${name}`)}
      checked={rules[name]}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(rules);
      }}
    >
      <FormSection title={t('credit.tests')} about={t('credit.testsAbout')}>
        {TESTS.map(box)}
        <Select
          label={t('credit.limitType')}
          data={TYPES.map((value) => ({ value, label: t(`credit.limitTypeName.${value}`) }))}
          value={rules.limit_type.type}
          allowDeselect={false}
          onChange={(type) => type && set({ limit_type: limitType(type) })}
        />
        {rules.limit_type.type === 'custom' && (
          <MultiSelect
            label={t('credit.components')}
            data={CHOSEN.map((value) => ({ value, label: t(`credit.part.${value}`) }))}
            value={rules.limit_type.components}
            onChange={(components) => set({ limit_type: { type: 'custom', components: components as Component[] } })}
          />
        )}
        <Select
          label={t('credit.message')}
          data={(['warning', 'error'] as const).map((value) => ({ value, label: t(`credit.messageName.${value}`) }))}
          value={rules.message}
          allowDeselect={false}
          onChange={(message) => message && set({ message: message as Parameters['message'] })}
        />
        <TextInput
          label={t('credit.rateType')}
          value={rules.rate_type}
          error={problem('rate_type')}
          onChange={(event) => set({ rate_type: event.currentTarget.value })}
        />
      </FormSection>
      <FormSection title={t('credit.changes')} about={t('credit.changesAbout')}>
        {CHANGES.map(box)}
        <Select
          label={t('credit.identification')}
          data={(['no', 'yes', 'minimum_limit'] as const).map((value) => ({
            value,
            label: t(`credit.identificationName.${value}`),
          }))}
          value={rules.identification.rule}
          allowDeselect={false}
          onChange={(rule) => rule && set({ identification: identification(rule) })}
        />
        {rules.identification.rule === 'minimum_limit' && (
          <MoneyField
            label={t('credit.identificationFrom')}
            value={rules.identification.minor}
            currency={state.book?.currency ?? 'EUR'}
            error={problem('identification')}
            onChange={(minor) => set({ identification: { rule: 'minimum_limit', minor: minor ?? 0 } })}
          />
        )}
        <NumberInput
          label={t('credit.policyWarning')}
          min={0}
          max={365}
          allowDecimal={false}
          value={rules.policy_warning_days}
          error={problem('policy_warning_days')}
          onChange={(days) => typeof days === 'number' && set({ policy_warning_days: days })}
        />
        <NumberInput
          label={t('credit.limitWarning')}
          min={0}
          max={365}
          allowDecimal={false}
          value={rules.limit_warning_days}
          error={problem('limit_warning_days')}
          onChange={(days) => typeof days === 'number' && set({ limit_warning_days: days })}
        />
        <NumberInput
          label={t('credit.dutyWarning')}
          min={0}
          max={365}
          allowDecimal={false}
          value={rules.duty_warning_days}
          error={problem('duty_warning_days')}
          onChange={(days) => typeof days === 'number' && set({ duty_warning_days: days })}
        />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('credit.saveParameters')}
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setRules(stored)}>
            {t('credit.discard')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

function limitType(type: string): Parameters['limit_type'] {
  if (type === 'custom') return { type, components: ['open_invoices', 'unapplied'] };
  const plain = TYPES.find((other) => other === type && other !== 'custom');
  return { type: plain ?? 'balance_and_all' } as Parameters['limit_type'];
}

function identification(rule: string): Parameters['identification'] {
  if (rule === 'minimum_limit') return { rule, minor: 200_000 };
  return rule === 'yes' ? { rule: 'yes' } : { rule: 'no' };
}
