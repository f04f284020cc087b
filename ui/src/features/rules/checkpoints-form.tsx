import { Button, Checkbox, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { Table, type TableColumn } from '../../kit/table';
import { CountField } from './percent-field';
import classes from './rules.module.css';
import { type Checkpoint, STEPS } from './types';

const OUTCOMES: readonly Checkpoint['outcome'][] = ['as_rule', 'warn_only'];

/** A step without a row is not checked. */
export function rowsOf(stored: readonly Checkpoint[]): Checkpoint[] {
  return STEPS.map(
    (step) =>
      stored.find((row) => row.step === step) ?? {
        step,
        posting: false,
        posting_grace: null,
        pro_forma: false,
        pro_forma_grace: null,
        outcome: 'as_rule',
      },
  );
}

/** At which steps rules are run, and how long a release spares an order. */
export function CheckpointsForm({ stored }: { stored: readonly Checkpoint[] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const save = useAct('rules.checkpoints_save');
  const problem = useFieldProblems(save.error);
  const [rows, setRows] = useState(() => rowsOf(stored));
  const changed = JSON.stringify(rows) !== JSON.stringify(rowsOf(stored));
  return (
    <form
      className={classes.part}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ checkpoints: rows });
      }}
    >
      <p className={classes.about}>
        {t('rules.checkpoints.about')} {t('rules.checkpoints.graceAbout')}
      </p>
      <CheckpointsTable rows={rows} problem={problem} onChange={setRows} />
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('rules.checkpoints.save')}
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setRows(rowsOf(stored))}>
            {t('rules.parameters.discard')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

type CheckpointsTableProps = {
  rows: readonly Checkpoint[];
  problem: (field: string) => string | undefined;
  onChange: (rows: Checkpoint[]) => void;
};

/** The steps with their ticks, days of grace and outcome, to be changed. */
export function CheckpointsTable({ rows, problem, onChange }: CheckpointsTableProps) {
  const { t } = useWords();
  const set = (step: Checkpoint['step'], change: Partial<Checkpoint>) =>
    onChange(rows.map((row) => (row.step === step ? { ...row, ...change } : row)));
  const columns = useColumns(set, problem);
  return (
    <Table
      label={t('rules.tabs.checkpoints')}
      rows={rows}
      keyOf={(row) => row.step}
      tone={(row) => (problem(row.step) ? 'warn' : 'plain')}
      columns={columns}
    />
  );
}

function useColumns(
  set: (step: Checkpoint['step'], change: Partial<Checkpoint>) => void,
  problem: (field: string) => string | undefined,
): TableColumn<Checkpoint>[] {
  const { t } = useWords();
  const name = (row: Checkpoint) => t(`rules.step.${row.step}`);
  const grace = (
    row: Checkpoint,
    field: 'posting_grace' | 'pro_forma_grace',
    tick: 'posting' | 'pro_forma',
    label: string,
  ): ReactNode => (
    // Days at a step that is not ticked stay to be emptied by hand: the book says so, instead of their going unseen.
    <CountField
      label={label}
      labelled="hidden"
      value={row[field]}
      disabled={!row[tick] && row[field] === null}
      onChange={(days) => set(row.step, { [field]: days })}
    />
  );
  return [
    {
      id: 'step',
      header: t('rules.checkpoints.step'),
      cell: (row) => (
        <>
          {name(row)}
          {problem(row.step) && (
            <div className={classes.note} role="alert">
              {problem(row.step)}
            </div>
          )}
        </>
      ),
    },
    {
      id: 'posting',
      header: t('rules.checkpoints.posting'),
      cell: (row) => (
        <Checkbox
          aria-label={t('rules.checkpoints.postingOf', { step: name(row) })}
          checked={row.posting}
          onChange={(event) => set(row.step, { posting: event.currentTarget.checked })}
        />
      ),
    },
    {
      id: 'posting_grace',
      header: t('rules.checkpoints.grace'),
      cell: (row) => grace(row, 'posting_grace', 'posting', t('rules.checkpoints.postingGraceOf', { step: name(row) })),
    },
    {
      id: 'pro_forma',
      header: t('rules.checkpoints.proForma'),
      cell: (row) => (
        <Checkbox
          aria-label={t('rules.checkpoints.proFormaOf', { step: name(row) })}
          checked={row.pro_forma}
          onChange={(event) => set(row.step, { pro_forma: event.currentTarget.checked })}
        />
      ),
    },
    {
      id: 'pro_forma_grace',
      header: t('rules.checkpoints.grace'),
      cell: (row) =>
        grace(row, 'pro_forma_grace', 'pro_forma', t('rules.checkpoints.proFormaGraceOf', { step: name(row) })),
    },
    {
      id: 'outcome',
      header: t('rules.checkpoints.outcome'),
      cell: (row) => (
        <Select
          aria-label={t('rules.checkpoints.outcomeOf', { step: name(row) })}
          data={OUTCOMES.map((value) => ({ value, label: t(`rules.checkpoints.outcomeName.${value}`) }))}
          value={row.outcome}
          allowDeselect={false}
          onChange={(outcome) => outcome && set(row.step, { outcome: outcome as Checkpoint['outcome'] })}
        />
      ),
    },
  ];
}
