import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { SetupActs } from './setup-acts';
import type { Automatic, AutomaticLine, RiskSetup } from './types';

type FormProps = { stored: Automatic; state: 'new' | 'stored'; setup: RiskSetup; onDone: () => void };

const OPERATORS: readonly AutomaticLine['operator'][] = [
  'at_least',
  'greater',
  'equal',
  'not_equal',
  'at_most',
  'less',
];

/** Which limits a risk group gets in one currency, for companies up to a revenue. */
export function AutomaticForm({ stored, state, setup, onDone }: FormProps) {
  const { t } = useWords();
  const [row, setRow] = useState(stored);
  const save = useAct('risk.automatic_save');
  const remove = useAct('risk.automatic_delete');
  const error = save.error ?? remove.error;
  const problem = useFieldProblems(error);
  const set = (change: Partial<Automatic>) => setRow({ ...row, ...change });
  const currency = row.currency.length === 3 ? row.currency : 'EUR';
  const lineProblem = problem('lines');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields columns={2}>
        <Select
          label={t('risk.group')}
          data={setup.groups.map(({ code, description }) => ({ value: code, label: description || code }))}
          value={row.risk_group}
          allowDeselect={false}
          error={problem('risk_group')}
          onChange={(code) => code && set({ risk_group: code })}
        />
        <TextInput
          label={t('risk.currency')}
          value={row.currency}
          maxLength={3}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <MoneyField
          label={t('risk.revenue')}
          description={t('risk.revenueAbout')}
          value={row.revenue_minor}
          currency={currency}
          error={problem('revenue_minor')}
          onChange={(minor) => set({ revenue_minor: minor ?? 0 })}
        />
      </Fields>
      <Criteria row={row} currency={currency} setup={setup} onLines={(lines) => set({ lines })} />
      {lineProblem && <Note tone="warn">{lineProblem}</Note>}
      <SetupActs
        state={state}
        working={save.isPending || remove.isPending ? 'yes' : 'no'}
        error={error}
        onDelete={() => row.id !== null && remove.mutate({ id: row.id }, { onSuccess: onDone })}
        onDone={onDone}
      />
    </form>
  );
}

type CriteriaProps = {
  row: Automatic;
  currency: string;
  setup: RiskSetup;
  onLines: (lines: AutomaticLine[]) => void;
};

function Criteria({ row, currency, setup, onLines }: CriteriaProps) {
  const { t } = useWords();
  const change = (at: number, part: Partial<AutomaticLine>) =>
    onLines(row.lines.map((line, index) => (index === at ? { ...line, ...part } : line)));
  const first = setup.scoring[0]?.code ?? '';
  const rows = row.lines.map((line, at) => ({ line, at }));
  return (
    <Section
      title={t('risk.criteria')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            onLines([...row.lines, { scoring_group: first, operator: 'at_least', value: '', limit_minor: 0 }])
          }
        >
          {t('risk.addLine')}
        </Button>
      }
    >
      <p>{t('risk.criteriaAbout')}</p>
      <Table
        label={t('risk.criteria')}
        rows={rows}
        keyOf={({ at }) => String(at)}
        columns={[
          {
            id: 'group',
            header: t('risk.scoringGroup'),
            cell: ({ line, at }) => (
              <Select
                aria-label={t('risk.groupOfLine', { line: at + 1 })}
                data={setup.scoring.map(({ code }) => code)}
                value={line.scoring_group}
                allowDeselect={false}
                onChange={(code) => code && change(at, { scoring_group: code })}
              />
            ),
          },
          {
            id: 'operator',
            header: t('risk.operatorHeader'),
            cell: ({ line, at }) => (
              <Select
                aria-label={t('risk.operatorOfLine', { line: at + 1 })}
                data={OPERATORS.map((value) => ({ value, label: t(`risk.operator.${value}`) }))}
                value={line.operator}
                allowDeselect={false}
                onChange={(value) => value && change(at, { operator: value as AutomaticLine['operator'] })}
              />
            ),
          },
          {
            id: 'value',
            header: t('risk.value'),
            cell: ({ line, at }) => (
              <TextInput
                aria-label={t('risk.valueOf', { line: at + 1 })}
                value={line.value}
                onChange={(event) => change(at, { value: event.currentTarget.value })}
              />
            ),
          },
          {
            id: 'limit',
            header: t('risk.limit'),
            cell: ({ line, at }) => (
              <MoneyField
                label={t('risk.limitOfLine', { line: at + 1 })}
                labelled="hidden"
                value={line.limit_minor}
                currency={currency}
                onChange={(minor) => change(at, { limit_minor: minor ?? 0 })}
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
    </Section>
  );
}
