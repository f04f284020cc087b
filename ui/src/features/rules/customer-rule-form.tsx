import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { type CustomerRule, customerSentence } from './customer-sentence';
import { USUAL_OVERDUE } from './fields';
import { useNames } from './names';
import { CountField } from './percent-field';
import { HowOverdue } from './rule-values';
import classes from './rules.module.css';
import { ScopeFields } from './scope-fields';
import { useSpeaker } from './use-speaker';

export const NEW_CUSTOMER_RULE: CustomerRule = {
  id: 0,
  condition: 'days_overdue',
  days: null,
  amount_minor: null,
  overdue: null,
  level: 'all',
  account: null,
  group: null,
  risk_group: null,
  act: 'propose',
  status: '',
  reason: '',
  lift: 'condition_false',
  lift_on: null,
  active: true,
  from_on: null,
  to_on: null,
};

const CONDITIONS: readonly CustomerRule['condition'][] = [
  'days_overdue',
  'overdue_amount',
  'insolvency',
  'insurance_expired',
  'limit_expired',
];
const ACTS: readonly CustomerRule['act'][] = ['propose', 'set'];
const LIFTS: readonly CustomerRule['lift'][] = ['condition_false', 'nothing_overdue', 'until', 'by_hand'];

/** The rule with only what its condition, level and lift have. */
export function cleanedCustomerRule(rule: CustomerRule): CustomerRule {
  const byDays = rule.condition === 'days_overdue';
  const byAmount = rule.condition === 'overdue_amount';
  return {
    ...rule,
    days: byDays ? rule.days : null,
    amount_minor: byAmount ? rule.amount_minor : null,
    overdue: byDays || byAmount ? (rule.overdue ?? USUAL_OVERDUE) : null,
    account: rule.level === 'table' ? rule.account : null,
    group: rule.level === 'group' ? rule.group : null,
    lift_on: rule.lift === 'until' ? rule.lift_on : null,
  };
}

type Part = {
  rule: CustomerRule;
  set: (change: Partial<CustomerRule>) => void;
  problem: (field: string) => string | undefined;
};

/** One rule about customers. */
export function CustomerRuleForm({ stored, onDone }: { stored: CustomerRule; onDone: () => void }) {
  const { t } = useWords();
  const speaker = useSpeaker();
  const [rule, setRule] = useState(stored);
  const set = (change: Partial<CustomerRule>) => setRule((now) => ({ ...now, ...change }));
  const save = useAct('customer_rules.save');
  const remove = useAct('customer_rules.delete');
  const problem = useFieldProblems(save.error);
  const part: Part = { rule, set, problem };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(cleanedCustomerRule(rule), { onSuccess: onDone });
      }}
    >
      <div className={classes.says} role="status">
        <h3>{t('rules.form.says')}</h3>
        <p>{customerSentence(rule, speaker)}</p>
      </div>
      <Fields columns={1}>
        <ConditionFields {...part} />
        <ScopeFields scope={rule} onChange={set} problem={problem} />
        <StatusFields {...part} />
        <LiftFields {...part} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {rule.id !== 0 && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ id: rule.id }, { onSuccess: onDone })}
          >
            {t('rules.delete')}
          </Button>
        )}
        <FormProblem error={save.error ?? remove.error} />
      </FormActs>
    </form>
  );
}

function ConditionFields({ rule, set, problem }: Part) {
  const { t } = useWords();
  const { state } = useDesk();
  const currency = state.book?.currency ?? 'EUR';
  const measured = rule.condition === 'days_overdue' || rule.condition === 'overdue_amount';
  return (
    <>
      <Select
        label={t('rules.customer.condition')}
        data={CONDITIONS.map((value) => ({ value, label: t(`rules.customer.conditionName.${value}`) }))}
        value={rule.condition}
        allowDeselect={false}
        onChange={(condition) => condition && set({ condition: condition as CustomerRule['condition'] })}
        data-autofocus
      />
      {rule.condition === 'days_overdue' && (
        <CountField
          label={t('rules.form.days')}
          value={rule.days}
          error={problem('days')}
          onChange={(days) => set({ days })}
        />
      )}
      {rule.condition === 'overdue_amount' && (
        <MoneyField
          label={t('rules.form.amount')}
          value={rule.amount_minor}
          currency={currency}
          error={problem('amount_minor') ?? problem('days')}
          onChange={(minor) => set({ amount_minor: minor })}
        />
      )}
      {measured && (
        <HowOverdue
          value={rule.overdue ?? USUAL_OVERDUE}
          currency={currency}
          error={problem('overdue')}
          onChange={(overdue) => set({ overdue })}
        />
      )}
    </>
  );
}

function StatusFields({ rule, set, problem }: Part) {
  const { t } = useWords();
  const names = useNames();
  const setup = useAsk('credit.setup', {});
  const reasons = (setup.data?.reasons ?? []).filter(({ kind }) => kind === 'status');
  return (
    <>
      <Select
        label={t('rules.customer.act')}
        data={ACTS.map((value) => ({ value, label: t(`rules.customer.actName.${value}`) }))}
        value={rule.act}
        allowDeselect={false}
        onChange={(act) => act && set({ act: act as CustomerRule['act'] })}
      />
      <Select
        label={t('rules.customer.newStatus')}
        data={(setup.data?.statuses ?? []).map((status) => ({ value: status.code, label: names.status(status) }))}
        value={rule.status || null}
        error={problem('status')}
        onChange={(status) => set({ status: status ?? '' })}
      />
      <Select
        label={t('rules.customer.reason')}
        data={reasons.map((reason) => ({ value: reason.code, label: names.reason(reason) }))}
        value={rule.reason || null}
        error={problem('reason')}
        onChange={(reason) => set({ reason: reason ?? '' })}
      />
    </>
  );
}

function LiftFields({ rule, set, problem }: Part) {
  const { t } = useWords();
  const { state } = useDesk();
  const day = (field: 'lift_on' | 'from_on' | 'to_on', label: string, description?: string) => (
    <DayField
      label={label}
      description={description}
      empty="allowed"
      value={rule[field]}
      today={state.today}
      error={problem(field)}
      onChange={(chosen) => set({ [field]: chosen })}
    />
  );
  return (
    <>
      <Select
        label={t('rules.customer.lift')}
        description={t('rules.customer.liftAbout')}
        data={LIFTS.map((value) => ({ value, label: t(`rules.customer.liftName.${value}`) }))}
        value={rule.lift}
        allowDeselect={false}
        onChange={(lift) => lift && set({ lift: lift as CustomerRule['lift'] })}
      />
      {rule.lift === 'until' && day('lift_on', t('rules.customer.liftOn'))}
      {day('from_on', t('rules.form.from'))}
      {day('to_on', t('rules.form.to'), t('rules.form.openDay'))}
      <Checkbox
        label={t('rules.form.active')}
        checked={rule.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </>
  );
}
