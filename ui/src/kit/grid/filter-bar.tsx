import { ActionIcon, Button, Popover, Select, TextInput } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { FilterBy, FilterTest } from '../../data/listing';
import { useWords } from '../../i18n';
import { formatDay, parseDay } from '../format/day';
import { formatMinor, parseMinor } from '../format/money';
import { type Column, choicesOf, testsOf } from './columns';
import classes from './grid.module.css';

type FilterBarProps<Row> = {
  columns: readonly Column<Row>[];
  filters: readonly FilterBy[];
  onChange: (filters: FilterBy[]) => void;
  today: string;
  /** Currency in which amounts of a filter are typed. */
  currency: string;
};

/** A filter's value goes over the wire as minor units, an ISO day or text; this reads it in the user's format. */
function readValue<Row>(column: Column<Row>, typed: string, today: string, currency: string, locale: string) {
  if (column.kind === 'money' || column.kind === 'bucket') {
    const minor = parseMinor(typed, currency, locale);
    return minor === null ? null : String(minor);
  }
  if (column.kind === 'day') return parseDay(typed, today, locale);
  if (column.kind === 'count' || column.kind === 'overdue') return /^-?\d+$/.test(typed.trim()) ? typed.trim() : null;
  return typed.trim() === '' ? null : typed.trim();
}

function writeValue<Row>(column: Column<Row>, value: string, currency: string, locale: string): string {
  const choice = choicesOf(column)?.find((other) => other.value === value);
  if (choice) return choice.label;
  if (column.kind === 'money' || column.kind === 'bucket') return formatMinor(Number(value), currency, locale);
  return column.kind === 'day' ? formatDay(value, locale) : value;
}

/** The filters of a list as removable words, and the small form that adds one. */
export function FilterBar<Row>({ columns, filters, onChange, today, currency }: FilterBarProps<Row>) {
  const { t, locale } = useWords();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  if (columns.every((column) => column.filter === 'no')) return null;
  return (
    <>
      {filters.map((filter, index) => {
        const column = columns.find((other) => other.id === filter.column);
        if (!column) return null;
        const value = writeValue(column, filter.value, currency, locale);
        const words = `${column.header} ${t(`kit.operator.${filter.test}`)} ${value}`;
        return (
          <span className={classes.chip} key={`${filter.column}-${filter.test}-${filter.value}`}>
            {words}
            <ActionIcon
              variant="transparent"
              size="xs"
              aria-label={t('kit.removeFilter', { filter: words })}
              onClick={() => onChange(filters.filter((_, other) => other !== index))}
            >
              <IconX size={12} />
            </ActionIcon>
          </span>
        );
      })}
      <Popover opened={form === 'open'} onChange={(open) => setForm(open ? 'open' : 'closed')} trapFocus withinPortal>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilter size={14} />}
            onClick={() => setForm(form === 'open' ? 'closed' : 'open')}
          >
            {t('kit.filter')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('kit.filter')}>
          <FilterForm
            columns={columns}
            read={(column, typed) => readValue(column, typed, today, currency, locale)}
            onAdd={(filter) => {
              onChange([...filters, filter]);
              setForm('closed');
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

type FilterFormProps<Row> = {
  columns: readonly Column<Row>[];
  read: (column: Column<Row>, typed: string) => string | null;
  onAdd: (filter: FilterBy) => void;
};

function FilterForm<Row>({ columns, read, onAdd }: FilterFormProps<Row>) {
  const { t } = useWords();
  const usable = columns.filter((column) => column.filter !== 'no');
  const [columnId, setColumnId] = useState(usable[0]?.id ?? '');
  const column = usable.find((other) => other.id === columnId);
  const operators = column ? testsOf(column) : [];
  const [operator, setOperator] = useState<FilterTest | null>(null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  if (!column) return null;
  const choices = choicesOf(column);
  const chosen = operator && operators.includes(operator) ? operator : (operators[0] ?? 'equals');
  const add = () => {
    const value = read(column, typed);
    if (value === null) setProblem(t('kit.filterUnread'));
    else onAdd({ column: column.id, test: chosen, value });
  };
  return (
    <form
      className={classes.filterForm}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Select
        label={t('kit.column')}
        data={usable.map(({ id, header }) => ({ value: id, label: header }))}
        value={columnId}
        onChange={(value) => {
          if (!value) return;
          setColumnId(value);
          setTyped('');
          setProblem(null);
        }}
        comboboxProps={{ withinPortal: false }}
      />
      <Select
        label={t('kit.condition')}
        data={operators.map((value) => ({ value, label: t(`kit.operator.${value}`) }))}
        value={chosen}
        onChange={(value) => value && setOperator(value as FilterTest)}
        comboboxProps={{ withinPortal: false }}
      />
      {choices ? (
        <Select
          label={t('kit.value')}
          data={choices.map(({ value, label }) => ({ value, label }))}
          value={typed || null}
          error={problem}
          onChange={(value) => setTyped(value ?? '')}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
      ) : (
        <TextInput
          label={t('kit.value')}
          value={typed}
          error={problem}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <Button type="submit">{t('kit.addFilter')}</Button>
    </form>
  );
}
