import { ActionIcon, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields } from '../../kit/form';
import type { Pool } from './pools-page';

type Row = Pool['criteria'][number];
type RowProps = { number: number; row: Row; onChange: (row: Row) => void; onRemove: () => void };

const FIELDS = [
  'account',
  'customer_group',
  'credit_group',
  'region',
  'segment',
  'salesperson',
  'employee_responsible',
  'risk_group',
  'account_status',
  'currency',
  'company',
  'agent',
  'balance',
  'overdue',
  'oldest_bucket',
] as const;

const isAmount = (field: Row['field']) => field === 'balance' || field === 'overdue';

function comparisonsOf(field: Row['field']): readonly Row['comparison'][] {
  if (isAmount(field)) return ['at_least', 'at_most', 'between'];
  return field === 'account' ? ['between', 'is', 'is_not', 'at_least', 'at_most'] : ['is', 'is_not'];
}

/** One row of a pool: a field, how it is compared, and with what. */
export function PoolRow({ number, row, onChange, onRemove }: RowProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const home = state.book?.currency ?? 'EUR';
  const choose = (field: Row['field']) => {
    const comparison = comparisonsOf(field)[0] ?? 'is';
    onChange({
      field,
      comparison,
      values: isAmount(field) ? ['0'] : comparison === 'between' ? ['', ''] : [''],
      currency: isAmount(field) ? home : null,
    });
  };
  const compare = (comparison: Row['comparison']) => {
    const first = row.values[0] ?? '';
    onChange({ ...row, comparison, values: comparison === 'between' ? [first, first] : [first] });
  };
  return (
    <Fields columns={3}>
      <Select
        label={t('pools.field')}
        allowDeselect={false}
        data={FIELDS.map((value) => ({ value, label: t(`pools.fieldName.${value}`) }))}
        value={row.field}
        onChange={(field) => choose((field ?? 'region') as Row['field'])}
      />
      <Select
        label={t('pools.comparison')}
        allowDeselect={false}
        data={comparisonsOf(row.field).map((value) => ({ value, label: t(`pools.comparisonName.${value}`) }))}
        value={row.comparison}
        onChange={(comparison) => compare((comparison ?? 'is') as Row['comparison'])}
      />
      <Values row={row} onChange={onChange} />
      <ActionIcon variant="subtle" aria-label={t('pools.removeRow', { row: number })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Fields>
  );
}

function Values({ row, onChange }: { row: Row; onChange: (row: Row) => void }) {
  const { t } = useWords();
  const put = (at: number, value: string) =>
    onChange({ ...row, values: row.values.map((other, place) => (place === at ? value : other)) });
  const labels = [t('pools.value'), t('pools.to')];
  if (isAmount(row.field)) {
    const currency = row.currency ?? 'EUR';
    return (
      <>
        {row.values.map((value, at) => (
          <MoneyField
            key={labels[at]}
            label={`${labels[at]} (${currency})`}
            currency={currency}
            value={Number(value)}
            onChange={(minor) => put(at, String(minor ?? 0))}
          />
        ))}
        <TextInput
          label={t('pools.currency')}
          value={currency}
          maxLength={3}
          onChange={(event) => onChange({ ...row, currency: event.currentTarget.value.toUpperCase() })}
        />
      </>
    );
  }
  if (row.comparison === 'is' || row.comparison === 'is_not') {
    if (row.field === 'oldest_bucket') return <Buckets row={row} onChange={onChange} />;
    if (row.field === 'company') return <Companies row={row} onChange={onChange} />;
    return <Listed key={row.field} row={row} onChange={onChange} />;
  }
  return row.values.map((value, at) => (
    <TextInput
      key={labels[at]}
      label={labels[at]}
      value={value}
      onChange={(event) => put(at, event.currentTarget.value)}
    />
  ));
}

/** Several texts in one field; what is typed stays as it is until the field is left. */
function Listed({ row, onChange }: { row: Row; onChange: (row: Row) => void }) {
  const { t } = useWords();
  const stored = row.values.join(', ');
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored]);
  return (
    <TextInput
      label={t('pools.value')}
      description={t('pools.values')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onChange({ ...row, values: text.split(',').map((value) => value.trim()) })}
    />
  );
}

/** The companies of the book that the user may see; one that a pool already names stays among them. */
function Companies({ row, onChange }: { row: Row; onChange: (row: Row) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const known = new Map((state.book?.companies ?? []).map(({ code, name }) => [code, `${name} (${code})`]));
  for (const code of row.values) if (code !== '' && !known.has(code)) known.set(code, code);
  return (
    <MultiSelect
      label={t('pools.value')}
      data={[...known].map(([value, label]) => ({ value, label }))}
      value={row.values.filter((code) => code !== '')}
      onChange={(codes) => onChange({ ...row, values: codes.length > 0 ? codes : [''] })}
    />
  );
}

function Buckets({ row, onChange }: { row: Row; onChange: (row: Row) => void }) {
  const { t } = useWords();
  const definitions = useAsk('aging.definitions', {});
  const periods = new Map(
    (definitions.data?.definitions ?? []).flatMap(({ lines }) => lines.map((line) => [line.id, line.label || line.id])),
  );
  return (
    <Select
      label={t('pools.value')}
      data={[...periods].map(([value, label]) => ({ value, label }))}
      value={row.values[0] || null}
      onChange={(value) => onChange({ ...row, values: [value ?? ''] })}
    />
  );
}
