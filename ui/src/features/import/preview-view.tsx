import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Card, Section } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './import.module.css';
import { RejectedTable } from './rejected-table';
import { type FileInHand, nameOf, type Preview } from './types';

type Counts = Preview['counts'][number];

/** What an import would change, before it changes anything. */
export function PreviewView({ preview, files }: { preview: Preview; files: readonly FileInHand[] }) {
  const { t } = useWords();
  return (
    <>
      {files.map((file, index) => {
        const counts = preview.counts[index];
        return counts ? <CountsCard key={file.path} name={nameOf(file.path)} counts={counts} /> : null;
      })}
      {preview.customers_in_passing > 0 && (
        <Note>{t('import.inPassing', { count: preview.customers_in_passing })}</Note>
      )}
      {preview.new_amounts.length > 0 && (
        <Table
          label={t('import.newAmounts')}
          rows={preview.new_amounts}
          keyOf={([currency]) => currency}
          columns={[
            { id: 'currency', header: t('import.newAmounts'), cell: ([currency]) => currency },
            {
              id: 'debits',
              header: t('import.debits'),
              align: 'right',
              cell: ([currency, minor]) => <MoneyText money={{ minor, currency }} />,
            },
            {
              id: 'credits',
              header: t('import.credits'),
              align: 'right',
              cell: ([currency, , minor]) => <MoneyText money={{ minor, currency }} />,
            },
          ]}
        />
      )}
      <RejectedTable rows={preview.rejected} />
      {preview.rows.length > 0 && (
        <Section title={t('import.changes')}>
          <Table
            label={t('import.changes')}
            rows={preview.rows}
            keyOf={(row) => `${row.file} ${row.line} ${row.record} ${row.key}`}
            columns={[
              { id: 'line', header: t('import.line'), align: 'right', cell: (row) => row.line },
              { id: 'change', header: t('import.change'), cell: (row) => t(`import.changeKind.${row.change}`) },
              { id: 'record', header: t('import.record'), cell: (row) => recordName(row.record, t) },
              { id: 'key', header: t('import.key'), cell: (row) => row.key },
              { id: 'account', header: t('import.account'), cell: (row) => row.account },
              {
                id: 'amount',
                header: t('import.amount'),
                align: 'right',
                cell: (row) =>
                  row.amount_minor !== null && row.currency !== null ? (
                    <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
                  ) : null,
              },
              {
                id: 'fields',
                header: t('import.fields'),
                cell: (row) => row.fields.map(([field, before, after]) => `${field}: ${before} → ${after}`).join('; '),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}

const RECORDS = [
  'customer',
  'invoice',
  'credit_note',
  'payment',
  'refund',
  'interest_note',
  'letter_fee',
  'other',
  'settlement',
] as const;

function recordName(record: string, t: ReturnType<typeof useWords>['t']): string {
  const known = RECORDS.find((other) => other === record);
  return known ? t(`import.recordKind.${known}`) : record;
}

const COUNTS = ['new', 'changed', 'unchanged', 'rejected'] as const;

/** The four figures of a file: new, changed, unchanged, rejected. */
export function CountsCard({ name, counts }: { name: string; counts: Counts }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  return (
    <Card>
      <div className={classes.counts}>
        <div className={classes.countsName}>
          <strong>{name}</strong>
          <span>{t('import.read', { count: counts.read })}</span>
        </div>
        {COUNTS.map((kind) => (
          <div key={kind} className={classes.count}>
            <span
              className={`tabular ${classes.figure} ${kind === 'rejected' && counts.rejected > 0 ? classes.bad : ''}`}
            >
              {number.format(counts[kind])}
            </span>
            <span>{t(`import.count.${kind}`)}</span>
          </div>
        ))}
      </div>
    </Card>
  );
}
