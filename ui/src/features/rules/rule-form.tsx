import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { RefusedError } from '../../wire';
import { cleaned, hasMoney, retyped, usualOutcome } from './fields';
import { RouteField } from './route-field';
import { RuleValues } from './rule-values';
import classes from './rules.module.css';
import { ScopeFields } from './scope-fields';
import { sentenceOf } from './sentence';
import { RULE_TYPES, type Rule } from './types';
import { useSpeaker } from './use-speaker';

const KINDS: readonly Rule['kind'][] = ['blocking', 'exclusion'];
const OUTCOMES: readonly NonNullable<Rule['outcome']>[] = ['hold', 'warn'];

type RuleFormProps = {
  stored: Rule;
  /** What the main button says, and what it does with the rule. */
  submit: string;
  onSubmit: (rule: Rule) => void;
  onDone: () => void;
  error: RefusedError | null;
  working: 'yes' | 'no';
  /** Further acts, such as deleting. */
  acts?: (rule: Rule) => ReactNode;
};

type Part = {
  rule: Rule;
  set: (change: Partial<Rule>) => void;
  problem: (field: string) => string | undefined;
};

/** One rule. Its fields are those of its kind, and a sentence says what it does while one types. */
export function RuleForm({ stored, submit, onSubmit, onDone, error, working, acts }: RuleFormProps) {
  const { t } = useWords();
  const [rule, setRule] = useState(stored);
  const set = (change: Partial<Rule>) => setRule((now) => ({ ...now, ...change }));
  const problem = useFieldProblems(error);
  const speaker = useSpeaker();
  const part: Part = { rule, set, problem };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(cleaned(rule));
      }}
    >
      <div className={classes.says} role="status">
        <h3>{t('rules.form.says')}</h3>
        <p>{sentenceOf(cleaned(rule), speaker)}</p>
      </div>
      <Fields columns={1}>
        <Select
          label={t('rules.form.type')}
          data={RULE_TYPES.map((value) => ({ value, label: t(`rules.type.${value}`) }))}
          value={rule.rule_type}
          allowDeselect={false}
          onChange={(type) => type && set(retyped(rule, type as Rule['rule_type']))}
          data-autofocus
        />
        <Select
          label={t('rules.form.kind')}
          data={KINDS.map((value) => ({ value, label: t(`rules.form.kindName.${value}`) }))}
          value={rule.kind}
          allowDeselect={false}
          onChange={(kind) => kind && set({ kind: kind as Rule['kind'] })}
        />
        <RuleValues {...part} />
        <ScopeFields scope={rule} onChange={set} problem={problem} />
        <RuleEffect {...part} />
        <RulePeriod {...part} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={working === 'yes'}>
          {submit}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {acts?.(cleaned(rule))}
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}

function RuleEffect({ rule, set, problem }: Part) {
  const { t } = useWords();
  if (rule.kind === 'exclusion') {
    return (
      <Checkbox
        label={t('rules.form.release')}
        description={t('rules.form.releaseAbout')}
        checked={rule.release}
        error={problem('release')}
        onChange={(event) => set({ release: event.currentTarget.checked })}
      />
    );
  }
  return (
    <>
      <Select
        label={t('rules.form.outcome')}
        data={OUTCOMES.map((value) => ({ value, label: t(`rules.form.outcomeName.${value}`) }))}
        value={rule.outcome ?? usualOutcome(rule.rule_type)}
        allowDeselect={false}
        error={problem('outcome')}
        onChange={(outcome) => outcome && set({ outcome: outcome as Rule['outcome'] })}
      />
      <RouteField value={rule.route} error={problem('route')} onChange={(route) => set({ route })} />
    </>
  );
}

function RulePeriod({ rule, set, problem }: Part) {
  const { t } = useWords();
  const { state } = useDesk();
  return (
    <>
      {hasMoney(rule) && (
        <TextInput
          label={t('rules.form.currency')}
          description={t('rules.form.currencyAbout', { currency: state.book?.currency ?? 'EUR' })}
          value={rule.currency ?? ''}
          maxLength={3}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() || null })}
        />
      )}
      <DayField
        label={t('rules.form.from')}
        empty="allowed"
        value={rule.from_on}
        today={state.today}
        error={problem('from_on')}
        onChange={(day) => set({ from_on: day })}
      />
      <DayField
        label={t('rules.form.to')}
        description={t('rules.form.openDay')}
        empty="allowed"
        value={rule.to_on}
        today={state.today}
        error={problem('to_on')}
        onChange={(day) => set({ to_on: day })}
      />
      <Checkbox
        label={t('rules.form.active')}
        checked={rule.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </>
  );
}
