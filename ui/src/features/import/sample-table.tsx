import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import { fieldsOf } from './fields';
import classes from './import.module.css';
import type { Field, Options, Recognition, TypedValue } from './types';

type SampleTableProps = {
  recognition: Recognition;
  options: Options;
  onSettle: (change: Partial<Options>) => void;
};

const LEFT_OUT = 'left_out';

/** The first rows as they are read, and above each column what it means. */
export function SampleTable({ recognition, options, onSettle }: SampleTableProps) {
  const { t } = useWords();
  const meanings = useMemo(
    () => [
      { value: LEFT_OUT, label: t('import.leftOut') },
      ...fieldsOf(recognition.kind).map((field) => ({ value: field as string, label: t(`import.field.${field}`) })),
    ],
    [recognition.kind, t],
  );
  const map = (column: number, value: string) => {
    const field = value === LEFT_OUT ? null : (value as Field);
    const others = (options.columns ?? []).filter((choice) => choice.column !== column);
    onSettle({ columns: [...others, { column, field }] });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard.
    <section className={classes.sample} tabIndex={0} aria-label={t('import.sampleLabel')}>
      <table>
        <thead>
          <tr>
            <th scope="col" className={classes.lineNo}>
              {t('import.line')}
            </th>
            {recognition.columns.map((column) => (
              <th key={column.index} scope="col" className={column.field ? '' : classes.ignored}>
                <div className={classes.heading} title={column.heading}>
                  {column.heading || t('import.noHeading', { number: column.index + 1 })}
                </div>
                <Select
                  searchable
                  aria-label={t('import.meaningOf', { heading: column.heading || String(column.index + 1) })}
                  data={meanings}
                  value={column.field ?? LEFT_OUT}
                  onChange={(value) => value && map(column.index, value)}
                  comboboxProps={{ width: 240, position: 'bottom-start' }}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {recognition.sample_rows.map((row) => (
            <tr key={row.line}>
              <td className={`tabular ${classes.lineNo}`}>{row.line}</td>
              {recognition.columns.map((column) => (
                <SampleCell key={column.index} raw={row.raw[column.index] ?? ''} typed={row.typed[column.index]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A value as it is understood; what it was written like is the hint. */
function SampleCell({ raw, typed }: { raw: string; typed: TypedValue | undefined }) {
  const { t, locale } = useWords();
  if (!typed || typed.type === 'left_out') return <td className={classes.ignored}>{raw}</td>;
  if (typed.type === 'blank') return <td />;
  if (typed.type === 'refused') {
    return (
      <td className={classes.refused} title={t(`import.reject.${typed.value.code}`)}>
        {`⚠ ${raw}`}
      </td>
    );
  }
  if (typed.type === 'day') {
    return (
      <td className="tabular" title={raw}>
        {formatDay(typed.value, locale)}
      </td>
    );
  }
  if (typed.type === 'amount') {
    return (
      <td className={`tabular ${classes.amount}`} title={raw}>
        {decimalText(typed.value, locale)}
      </td>
    );
  }
  if (typed.type === 'flag') return <td>{t(typed.value ? 'kit.yes' : 'kit.no')}</td>;
  return <td title={raw}>{typed.value}</td>;
}

/** Decimal text with a point, in the marks of the locale; the digits stay as they are. */
function decimalText(text: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234.5);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  // Decimals beyond the second that say nothing are not shown.
  const shown = text.replace(/(\.\d\d\d*?)0+$/, '$1').replace('-', '\u2212');
  const [whole = '', part] = shown.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, mark('group'));
  return part === undefined ? grouped : grouped + mark('decimal') + part;
}
