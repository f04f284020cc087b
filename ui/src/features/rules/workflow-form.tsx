import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { FormActs, FormSection } from '../../kit/form';
import { parseMinor } from '../../kit/format/money';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import { Table, type TableColumn } from '../../kit/table';
import { releaseMode } from './hold-parameters-form';
import { CountField } from './percent-field';
import classes from './rules.module.css';
import type { Workflow, WorkflowRow } from './types';

const MODES = ['none', 'without_posting', 'with_posting'] as const;
const CRITERIA: readonly WorkflowRow['criterion'][] = ['order_amount', 'over_limit'];
const APPROVERS = ['credit_clerk', 'credit_manager', 'finance_approver'] as const;
/** A bound that every amount is above. */
const FROM_ZERO = -1;

/** The rows that are meant where none are written, as they can be changed. */
function shippedRows(currency: string): WorkflowRow[] {
  const large = parseMinor('100000', currency, 'en-GB') ?? 0;
  return [
    { criterion: 'order_amount', above: FROM_ZERO, up_to: null, risk_group: null, role: 'credit_manager', order: 1 },
    { criterion: 'order_amount', above: large, up_to: null, risk_group: null, role: 'finance_approver', order: 2 },
  ];
}

/** Releases and rejections that others approve. */
export function WorkflowForm({ stored }: { stored: Workflow }) {
  const { t } = useWords();
  const { mode, state } = useDesk();
  const save = useAct('holds.workflow_save');
  const problem = useFieldProblems(save.error);
  const [row, setRow] = useState(stored);
  const set = (change: Partial<Workflow>) => setRow((now) => ({ ...now, ...change }));
  const changed = JSON.stringify(row) !== JSON.stringify(stored);
  const currency = state.book?.currency ?? 'EUR';
  return (
    <form
      className={classes.part}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row);
      }}
    >
      <FormSection title={t('rules.workflow.title')} about={t('rules.workflow.about')}>
        <Checkbox
          label={t('rules.workflow.active')}
          checked={row.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('rules.workflow.newHolds')}
          description={t('rules.workflow.newHoldsAbout')}
          checked={row.new_holds}
          disabled={!row.active}
          onChange={(event) => set({ new_holds: event.currentTarget.checked })}
        />
        <Select
          label={t('rules.workflow.automated')}
          data={MODES.map((value) => ({ value, label: t(`rules.workflow.automatedName.${value}`) }))}
          value={row.automated ?? 'none'}
          allowDeselect={false}
          onChange={(value) => set({ automated: releaseMode(value) })}
        />
      </FormSection>
      <Section title={t('rules.workflow.matrix')}>
        {row.matrix ? (
          <Approvers
            rows={row.matrix}
            currency={currency}
            error={problem('matrix')}
            onChange={(matrix) => set({ matrix })}
          />
        ) : (
          <>
            <Note>{t('rules.workflow.shipped')}</Note>
            <div>
              <Button variant="default" size="compact-sm" onClick={() => set({ matrix: shippedRows(currency) })}>
                {t('rules.workflow.own')}
              </Button>
            </div>
          </>
        )}
      </Section>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('rules.workflow.save')}
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setRow(stored)}>
            {t('rules.parameters.discard')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

type ApproversProps = {
  rows: readonly WorkflowRow[];
  currency: string;
  error: string | undefined;
  onChange: (rows: WorkflowRow[] | null) => void;
};

function Approvers({ rows, currency, error, onChange }: ApproversProps) {
  const { t } = useWords();
  const columns = useColumns(rows, currency, onChange);
  const last = rows.at(-1);
  return (
    <>
      <p className={classes.about}>
        {t('rules.workflow.matrixAbout')} {t('rules.workflow.emptyBounds')}
      </p>
      {error && (
        <div className={classes.note} role="alert">
          {error}
        </div>
      )}
      <Table
        label={t('rules.workflow.matrix')}
        rows={rows}
        keyOf={(row) => String(rows.indexOf(row))}
        columns={columns}
      />
      <div className={classes.adder}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            onChange([
              ...rows,
              {
                criterion: 'order_amount',
                above: FROM_ZERO,
                up_to: null,
                risk_group: null,
                role: 'credit_manager',
                order: (last?.order ?? 0) + 1,
              },
            ])
          }
        >
          {t('rules.workflow.add')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(null)}>
          {t('rules.workflow.shippedAgain')}
        </Button>
      </div>
    </>
  );
}

function useColumns(
  rows: readonly WorkflowRow[],
  currency: string,
  onChange: (rows: WorkflowRow[]) => void,
): TableColumn<WorkflowRow>[] {
  const { t } = useWords();
  const set = (row: WorkflowRow, change: Partial<WorkflowRow>) =>
    onChange(rows.map((other) => (other === row ? { ...row, ...change } : other)));
  const named = (row: WorkflowRow, name: string) => t('rules.workflow.ofRow', { name, row: rows.indexOf(row) + 1 });
  return [
    {
      id: 'criterion',
      header: t('rules.workflow.criterion'),
      cell: (row) => (
        <Select
          aria-label={named(row, t('rules.workflow.criterion'))}
          data={CRITERIA.map((value) => ({ value, label: t(`rules.workflow.criterionName.${value}`) }))}
          value={row.criterion}
          allowDeselect={false}
          onChange={(value) => value && set(row, { criterion: value as WorkflowRow['criterion'] })}
        />
      ),
    },
    {
      id: 'above',
      header: t('rules.workflow.above'),
      cell: (row) => (
        <MoneyField
          label={named(row, t('rules.workflow.above'))}
          labelled="hidden"
          empty="allowed"
          value={row.above < 0 ? null : row.above}
          currency={currency}
          onChange={(minor) => set(row, { above: minor ?? FROM_ZERO })}
        />
      ),
    },
    {
      id: 'up_to',
      header: t('rules.workflow.upTo'),
      cell: (row) => (
        <MoneyField
          label={named(row, t('rules.workflow.upTo'))}
          labelled="hidden"
          empty="allowed"
          value={row.up_to}
          currency={currency}
          onChange={(minor) => set(row, { up_to: minor })}
        />
      ),
    },
    {
      id: 'risk',
      header: t('credit.matrix.riskGroup'),
      cell: (row) => (
        <TextInput
          aria-label={named(row, t('credit.matrix.riskGroup'))}
          value={row.risk_group ?? ''}
          placeholder={t('credit.matrix.everyGroup')}
          onChange={(event) => set(row, { risk_group: event.currentTarget.value.trim() || null })}
        />
      ),
    },
    {
      id: 'role',
      header: t('rules.workflow.role'),
      cell: (row) => (
        <Select
          aria-label={named(row, t('rules.workflow.role'))}
          data={APPROVERS.map((value) => ({ value, label: t(`users.role.${value}`) }))}
          value={row.role}
          allowDeselect={false}
          onChange={(value) => value && set(row, { role: value as WorkflowRow['role'] })}
        />
      ),
    },
    {
      id: 'order',
      header: t('rules.workflow.order'),
      cell: (row) => (
        <CountField
          label={named(row, t('rules.workflow.order'))}
          labelled="hidden"
          value={row.order}
          onChange={(order) => set(row, { order: order ?? 0 })}
        />
      ),
    },
    {
      id: 'remove',
      header: '',
      align: 'right',
      cell: (row) => (
        <ActionIcon
          variant="subtle"
          aria-label={t('rules.workflow.remove', { row: rows.indexOf(row) + 1 })}
          onClick={() => onChange(rows.filter((other) => other !== row))}
        >
          <IconX size={14} />
        </ActionIcon>
      ),
    },
  ];
}
