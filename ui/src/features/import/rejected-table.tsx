import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import { readableArgs } from '../../kit/problem-words';
import { Table } from '../../kit/table';
import classes from './import.module.css';
import type { RejectedRow } from './types';

type RejectedTableProps = {
  rows: readonly RejectedRow[];
  /** How many there are in all, where not every one is given. */
  total?: number;
};

/** Rows that were not taken, each with its place and its reason. */
export function RejectedTable({ rows, total = rows.length }: RejectedTableProps) {
  const { t, locale } = useWords();
  const reason = useRejectReason();
  if (rows.length === 0) return null;
  const shown = new Intl.NumberFormat(locale).format(rows.length);
  return (
    <Section title={t('import.rejectedTitle', { count: total })}>
      {total > rows.length && <p className={classes.summary}>{t('import.rejectedFirst', { shown })}</p>}
      <Table
        label={t('import.rejectedTitle', { count: total })}
        rows={rows}
        keyOf={(row) => `${row.file} ${row.line} ${row.column ?? ''} ${row.code}`}
        columns={[
          { id: 'file', header: t('import.file'), cell: (row) => row.file },
          { id: 'line', header: t('import.line'), align: 'right', cell: (row) => row.line },
          { id: 'column', header: t('import.columnHeading'), cell: (row) => row.heading ?? row.column ?? '' },
          { id: 'value', header: t('import.value'), cell: (row) => <code className={classes.value}>{row.value}</code> },
          { id: 'reason', header: t('import.reason'), cell: reason },
        ]}
      />
    </Section>
  );
}

/** The reason of a rejection in words. */
export function useRejectReason(): (row: RejectedRow) => string {
  const { t, locale } = useWords();
  const word = t as unknown as (key: string, args: Record<string, string>) => string;
  return (row) => word(`import.reject.${row.code}`, { ...readableArgs(row.args, locale), defaultValue: row.code });
}
