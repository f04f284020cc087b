import { Button, Checkbox, MultiSelect, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { RequestOf } from '../../wire/commands';
import classes from './aging.module.css';
import { AGE_BY, type AgeBy } from './types';

type Run = RequestOf<'aging.run'>;

type RunFormProps = {
  definition: string | null;
  definitions: { value: string; label: string }[];
  /** Codes of the companies that the list looks at together with the one of the work. */
  companies: readonly string[];
  /** With the companies that the run took together. */
  onDone: (companies: readonly string[]) => void;
};

/** *Age customer balances* with all its parameters (spec 20 §2): the figures are stored and become the list's. */
export function RunForm({ definition, definitions, companies, onDone }: RunFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [run, setRun] = useState<Run>({
    definition,
    as_of: state.today,
    by: 'due',
    credits_in: 'own_period',
    known_on: null,
    accounts: [],
    pool: null,
    include_zero: false,
    promises: 'respected',
    update_status: true,
    companies: [...companies],
  });
  const act = useAct('aging.run');
  const problem = useFieldProblems(act.error);
  const pools = useAsk('pools.list', {});
  const choices = (pools.data?.pools ?? [])
    .filter(({ kind }) => kind === 'aging_snapshot')
    .map(({ code, description }) => ({ value: code, label: description || code }));
  const others = (state.book?.companies ?? [])
    .filter(({ code }) => code !== state.book?.company_code)
    .map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
  const set = (change: Partial<Run>) => setRun({ ...run, ...change });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(run, { onSuccess: () => onDone(run.companies) });
      }}
    >
      <FormProblem error={act.error} />
      <Fields>
        <DayField
          label={t('shell.asOf')}
          value={run.as_of}
          today={state.today}
          error={problem('as_of')}
          onChange={(day) => set({ as_of: day })}
        />
        <DayField
          label={t('aging.knownOn')}
          description={t('aging.knownOnHint')}
          value={run.known_on}
          today={state.today}
          empty="allowed"
          error={problem('known_on')}
          onChange={(day) => set({ known_on: day })}
        />
      </Fields>
      <Select
        label={t('aging.definition')}
        data={definitions}
        value={run.definition}
        allowDeselect={false}
        onChange={(value) => set({ definition: value })}
      />
      {choices.length > 0 && (
        <Select
          label={t('pools.choose')}
          placeholder={t('pools.everyone')}
          clearable
          data={choices}
          value={run.pool}
          error={problem('pool')}
          onChange={(code) => {
            const chosen = pools.data?.pools.find((pool) => pool.code === code);
            set({ pool: code, definition: chosen?.definition ?? run.definition });
          }}
        />
      )}
      {others.length > 0 && (
        <MultiSelect
          label={t('companies.runTogether')}
          description={t('companies.runTogetherHint', { currency: state.book?.currency ?? '' })}
          data={others}
          value={run.companies}
          onChange={(companies) => set({ companies })}
        />
      )}
      <Select
        label={t('aging.by')}
        data={AGE_BY.map((value) => ({ value, label: t(`aging.byDay.${value}`) }))}
        value={run.by}
        allowDeselect={false}
        onChange={(value) => value && set({ by: value as AgeBy })}
      />
      <Select
        label={t('aging.credits')}
        data={(['own_period', 'first_period'] as const).map((value) => ({
          value,
          label: t(`aging.creditsIn.${value}`),
        }))}
        value={run.credits_in}
        allowDeselect={false}
        onChange={(value) => value && set({ credits_in: value as Run['credits_in'] })}
      />
      <Checkbox
        label={t('aging.includeZero')}
        checked={run.include_zero}
        onChange={(event) => set({ include_zero: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('collections.respectPromises')}
        checked={run.promises === 'respected'}
        onChange={(event) => set({ promises: event.currentTarget.checked ? 'respected' : 'ignored' })}
      />
      <Checkbox
        label={t('collections.updateStatus')}
        checked={run.update_status}
        onChange={(event) => set({ update_status: event.currentTarget.checked })}
      />
      <Button type="submit" loading={act.isPending}>
        {t('aging.runNow')}
      </Button>
    </form>
  );
}
