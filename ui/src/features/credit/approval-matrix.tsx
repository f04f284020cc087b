import { ActionIcon, Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Section } from '../../kit/page';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Matrix = ResponseOf<'limits.matrix'>;
type Row = Matrix['rows'][number];

const CRITERIA: readonly Row['criterion'][] = ['increase', 'increase_percent', 'new_limit'];
const ROLES = ['credit_clerk', 'credit_manager', 'finance_approver'] as const;

/** Who approves a limit, by its size. */
export function ApprovalMatrix() {
  const { t } = useWords();
  const answer = useAsk('limits.matrix', {});
  return (
    <Section title={t('credit.matrix.title')}>
      <Answered answer={answer}>{(stored) => <Editor key={JSON.stringify(stored)} stored={stored} />}</Answered>
    </Section>
  );
}

function Editor({ stored }: { stored: Matrix }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const save = useAct('limits.matrix_save');
  const [rows, setRows] = useState<readonly Row[]>(stored.rows);
  const changed = JSON.stringify(rows) !== JSON.stringify(stored.rows);
  const add = () => {
    const order = Math.max(0, ...rows.map((row) => row.order)) + 1;
    const role = ROLES.find((one) => !rows.some((row) => row.role === one)) ?? 'finance_approver';
    setRows([...rows, { criterion: 'increase', above: 0, up_to: null, risk_group: null, role, order }]);
  };
  const numbered = rows.map((row, at) => ({ row, at }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ rows: [...rows] });
      }}
    >
      <Note>{t(stored.shipped ? 'credit.matrix.shipped' : 'credit.matrix.about')}</Note>
      {rows.length > 0 && (
        <Rows
          rows={numbered}
          onSet={(at, part) => setRows(rows.map((row, other) => (other === at ? { ...row, ...part } : row)))}
          onRemove={(at) => setRows(rows.filter((_, other) => other !== at))}
        />
      )}
      <Group gap="xs" mt="sm">
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('credit.matrix.save')}
        </Button>
        <Button variant="default" leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
          {t('credit.matrix.add')}
        </Button>
        {changed && (
          <Button variant="subtle" onClick={() => setRows(stored.rows)}>
            {t('credit.discard')}
          </Button>
        )}
        {!stored.shipped && (
          <Button variant="subtle" disabled={mode === 'past'} onClick={() => save.mutate({ rows: null })}>
            {t('credit.matrix.reset')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </Group>
    </form>
  );
}

type RowsProps = {
  rows: readonly { row: Row; at: number }[];
  onSet: (at: number, part: Partial<Row>) => void;
  onRemove: (at: number) => void;
};

function Rows({ rows, onSet, onRemove }: RowsProps) {
  const { t } = useWords();
  const nth = (label: string, at: number) => `${label} ${at + 1}`;
  return (
    <Table
      label={t('credit.matrix.title')}
      rows={rows}
      keyOf={({ at }) => String(at)}
      columns={[
        { id: 'at', header: t('credit.matrix.row'), cell: ({ at }) => at + 1 },
        {
          id: 'criterion',
          header: t('credit.matrix.criterion'),
          cell: ({ row, at }) => (
            <Select
              aria-label={nth(t('credit.matrix.criterion'), at)}
              data={CRITERIA.map((value) => ({ value, label: t(`credit.matrix.criterionName.${value}`) }))}
              value={row.criterion}
              allowDeselect={false}
              // An amount is no percentage: the bounds begin anew.
              onChange={(value) => value && onSet(at, { criterion: value as Row['criterion'], above: 0, up_to: null })}
            />
          ),
        },
        {
          id: 'above',
          header: t('credit.matrix.above'),
          cell: ({ row, at }) => (
            <Bound
              label={nth(t('credit.matrix.above'), at)}
              criterion={row.criterion}
              value={row.above}
              onChange={(value) => onSet(at, { above: value ?? 0 })}
            />
          ),
        },
        {
          id: 'up_to',
          header: t('credit.matrix.upTo'),
          cell: ({ row, at }) => (
            <Bound
              label={nth(t('credit.matrix.upTo'), at)}
              criterion={row.criterion}
              value={row.up_to}
              onChange={(value) => onSet(at, { up_to: value })}
            />
          ),
        },
        {
          id: 'risk',
          header: t('credit.matrix.riskGroup'),
          cell: ({ row, at }) => (
            <TextInput
              aria-label={nth(t('credit.matrix.riskGroup'), at)}
              value={row.risk_group ?? ''}
              placeholder={t('credit.matrix.everyGroup')}
              onChange={(event) => onSet(at, { risk_group: event.currentTarget.value.trim() || null })}
            />
          ),
        },
        {
          id: 'role',
          header: t('credit.matrix.role'),
          cell: ({ row, at }) => (
            <Select
              aria-label={nth(t('credit.matrix.role'), at)}
              data={ROLES.map((value) => ({ value, label: t(`users.role.${value}`) }))}
              value={row.role}
              allowDeselect={false}
              onChange={(value) => value && onSet(at, { role: value as Row['role'] })}
            />
          ),
        },
        {
          id: 'order',
          header: t('credit.matrix.order'),
          cell: ({ row, at }) => (
            <NumberInput
              aria-label={nth(t('credit.matrix.order'), at)}
              min={1}
              max={99}
              allowDecimal={false}
              value={row.order}
              w={70}
              onChange={(value) => typeof value === 'number' && onSet(at, { order: value })}
            />
          ),
        },
        {
          id: 'remove',
          header: '',
          cell: ({ at }) => (
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t('credit.matrix.remove', { row: at + 1 })}
              onClick={() => onRemove(at)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          ),
        },
      ]}
    />
  );
}

type BoundProps = {
  label: string;
  criterion: Row['criterion'];
  value: number | null;
  onChange: (value: number | null) => void;
};

/** A bound is an amount, or a percentage that is kept in basis points. */
function Bound({ label, criterion, value, onChange }: BoundProps) {
  const { state } = useDesk();
  if (criterion === 'increase_percent') {
    return (
      <NumberInput
        aria-label={label}
        min={0}
        decimalScale={2}
        suffix=" %"
        value={value === null ? '' : value / 100}
        onChange={(typed) => onChange(typeof typed === 'number' ? Math.round(typed * 100) : null)}
      />
    );
  }
  return (
    <MoneyField
      label={label}
      labelled="hidden"
      empty="allowed"
      value={value}
      currency={state.book?.currency ?? 'EUR'}
      onChange={onChange}
    />
  );
}
