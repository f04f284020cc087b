import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { POINT } from '../../kit/score';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { PointField } from './point-field';
import { SetupActs } from './setup-acts';
import type { Scoring } from './types';

type FormProps = { stored: Scoring; state: 'new' | 'stored'; onDone: () => void };

const TYPES: readonly Scoring['group_type'][] = [
  'user_defined',
  'average_payment_days',
  'customer_since',
  'in_business_since',
  'dso',
  'average_balance',
  'credit_management_group',
  'account_status',
  'country',
];
const LISTS: readonly Scoring['group_type'][] = ['credit_management_group', 'account_status', 'country'];

/** A scoring group: which figure it looks at, and how many points each value gives. */
export function ScoringForm({ stored, state, onDone }: FormProps) {
  const { t } = useWords();
  const [row, setRow] = useState(stored);
  const save = useAct('risk.scoring_save');
  const remove = useAct('risk.scoring_delete');
  const error = save.error ?? remove.error;
  const problem = useFieldProblems(error);
  const set = (change: Partial<Scoring>) => setRow({ ...row, ...change });
  const choose = (type: Scoring['group_type']) => {
    const table = type === 'user_defined' ? row.score_type : LISTS.includes(type) ? 'list' : 'range';
    set({ group_type: type, score_type: table, lines: table === row.score_type ? row.lines : [] });
  };
  const lineProblem = problem('lines');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields columns={2}>
        <TextInput
          label={t('risk.code')}
          value={row.code}
          disabled={state === 'stored'}
          error={problem('code')}
          onChange={(event) => set({ code: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('risk.description')}
          value={row.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Select
          label={t('risk.groupType')}
          data={TYPES.map((value) => ({ value, label: t(`risk.typeName.${value}`) }))}
          value={row.group_type}
          allowDeselect={false}
          onChange={(value) => value && choose(value as Scoring['group_type'])}
        />
        <Select
          label={t('risk.scoreType')}
          data={(['range', 'list'] as const).map((value) => ({ value, label: t(`risk.tableName.${value}`) }))}
          value={row.score_type}
          allowDeselect={false}
          disabled={row.group_type !== 'user_defined'}
          error={problem('score_type')}
          onChange={(value) => value && set({ score_type: value as Scoring['score_type'], lines: [] })}
        />
        <PointField
          label={t('risk.weight')}
          description={t('risk.weightAbout')}
          min={0}
          value={row.weight}
          error={problem('weight')}
          onChange={(weight) => set({ weight })}
        />
      </Fields>
      <Lines row={row} onLines={(lines) => set({ lines })} />
      {lineProblem && <Note tone="warn">{lineProblem}</Note>}
      <SetupActs
        state={state}
        working={save.isPending || remove.isPending ? 'yes' : 'no'}
        error={error}
        onDelete={() => remove.mutate({ code: row.code }, { onSuccess: onDone })}
        onDone={onDone}
      />
    </form>
  );
}

type LinesProps = { row: Scoring; onLines: (lines: Scoring['lines']) => void };

function Lines({ row, onLines }: LinesProps) {
  const { t } = useWords();
  const range = row.score_type === 'range';
  const change = (at: number, part: Partial<Scoring['lines'][number]>) =>
    onLines(row.lines.map((line, index) => (index === at ? { ...line, ...part } : line)));
  const last = row.lines.at(-1);
  const add = () =>
    onLines([
      ...row.lines,
      range
        ? { from: last ? (last.from ?? 0) + 10 * POINT : 0, to: null, value: null, score: 0 }
        : { from: null, to: null, value: '', score: 0 },
    ]);
  const rows = row.lines.map((line, at) => ({ line, at }));
  return (
    <Section
      title={t('risk.lines')}
      actions={
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add}>
          {t('risk.addLine')}
        </Button>
      }
    >
      <p>{t(range ? 'risk.rangeAbout' : 'risk.listAbout')}</p>
      {rows.length > 0 && (
        <Table
          label={t('risk.lines')}
          rows={rows}
          keyOf={({ at }) => String(at)}
          columns={[
            {
              id: 'value',
              header: t(range ? 'risk.fromValue' : 'risk.value'),
              cell: ({ line, at }) =>
                range ? (
                  <PointField
                    label={t('risk.fromValueOf', { line: at + 1 })}
                    labelled="hidden"
                    value={line.from ?? 0}
                    onChange={(from) => change(at, { from })}
                  />
                ) : (
                  <TextInput
                    aria-label={t('risk.valueOf', { line: at + 1 })}
                    value={line.value ?? ''}
                    onChange={(event) => change(at, { value: event.currentTarget.value })}
                  />
                ),
            },
            {
              id: 'score',
              header: t('risk.score'),
              cell: ({ line, at }) => (
                <PointField
                  label={t('risk.scoreOfLine', { line: at + 1 })}
                  labelled="hidden"
                  value={line.score}
                  onChange={(score) => change(at, { score })}
                />
              ),
            },
            {
              id: 'remove',
              header: '',
              align: 'right',
              cell: ({ at }) => (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={t('risk.removeLineOf', { line: at + 1 })}
                  onClick={() => onLines(row.lines.filter((_, index) => index !== at))}
                >
                  {t('risk.removeLine')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
