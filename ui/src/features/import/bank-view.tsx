import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Card, Section } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './import.module.css';
import { useSourceName } from './source-line';
import type { BankDone, BankRead } from './types';
import { Warnings } from './warnings';

type Statement = BankRead['files'][number]['statements'][number] & { file: string };

/** What bank files would bring: new lines with their money, the statements and whether they add up. */
export function BankPreview({ read }: { read: BankRead }) {
  const { t } = useWords();
  const statements = read.files.flatMap(({ file, statements: all }) => all.map((one) => ({ ...one, file })));
  return (
    <Section title={t('import.bank.title')}>
      <Warnings
        warnings={read.problems.map(({ file, entry_name: entry, line, code, args }) => ({
          file: entry === '' ? file : `${file} / ${entry}`,
          code,
          args: { line, ...args },
        }))}
        currency={null}
      />
      {read.new_accounts.length > 0 && (
        <Note>{t('import.bank.newAccounts', { accounts: read.new_accounts.join(', ') })}</Note>
      )}
      <BankCounts read={read} />
      <Statements statements={statements} read={read} />
    </Section>
  );
}

/** The lines of bank files in figures, and the money of the new ones. */
function BankCounts({ read }: { read: BankRead }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const figures = [
    ['linesRead', read.lines_read],
    ['linesNew', read.lines_new],
    ['linesKnown', read.lines_known],
    ['batches', read.batches],
    ['returned', read.returned],
    ['notBooked', read.not_booked],
  ] as const;
  return (
    <Card>
      <div className={classes.bankCounts}>
        {figures.map(([name, count]) => (
          <div key={name} className={classes.count}>
            <span className={`tabular ${classes.figure}`}>{number.format(count)}</span>
            <span>{t(`import.bank.${name}`)}</span>
          </div>
        ))}
        {read.money.map((money) => (
          <div key={money.currency} className={classes.count}>
            <MoneyText money={{ minor: money.in_minor, currency: money.currency }} showCurrency="yes" />
            <MoneyText money={{ minor: money.out_minor, currency: money.currency }} showCurrency="yes" />
            <span>{t('import.bank.inAndOut')}</span>
          </div>
        ))}
      </div>
    </Card>
  );
}

function Statements({ statements, read }: { statements: readonly Statement[]; read: BankRead }) {
  const { t } = useWords();
  const nameOf = useSourceName();
  const formats = new Map(read.files.map(({ file, format }) => [file, nameOf(format)]));
  const balance = (row: Statement, minor: number | null) =>
    minor === null ? null : <MoneyText money={{ minor, currency: row.currency }} showCurrency="yes" />;
  if (statements.length === 0) return null;
  return (
    <Table
      label={t('import.bank.statements')}
      rows={statements}
      keyOf={(row) => `${row.file} ${row.entry_name} ${row.bank_account} ${row.statement_no} ${row.closing_on ?? ''}`}
      tone={(row) => (row.balance === 'wrong' ? 'warn' : 'plain')}
      scroll="inside"
      columns={[
        { id: 'file', header: t('import.file'), cell: (row) => row.entry_name || row.file },
        { id: 'format', header: t('import.sourceColumn'), cell: (row) => formats.get(row.file) ?? '' },
        { id: 'account', header: t('import.bank.account'), cell: (row) => row.bank_account },
        { id: 'no', header: t('import.bank.statement'), cell: (row) => row.statement_no },
        { id: 'to', header: t('import.bank.closingOn'), cell: (row) => <DayText day={row.closing_on} /> },
        {
          id: 'opening',
          header: t('import.bank.opening'),
          align: 'right',
          cell: (row) => balance(row, row.opening_minor),
        },
        {
          id: 'closing',
          header: t('import.bank.closing'),
          align: 'right',
          cell: (row) => balance(row, row.closing_minor),
        },
        { id: 'adds', header: t('import.bank.addsUp'), cell: (row) => t(`import.bank.balance.${row.balance}`) },
        { id: 'new', header: t('import.bank.linesNew'), align: 'right', cell: (row) => row.lines_new },
      ]}
    />
  );
}

/** What bank files brought, and what the matching says of it. */
export function BankResult({ done }: { done: BankDone }) {
  const { t } = useWords();
  const { proposals, posted, read } = done;
  return (
    <>
      <BankPreview read={read} />
      <Note tone="good">
        <p>
          {t('import.bank.proposed', {
            exact: proposals.exact,
            proposals: proposals.proposals,
            rest: proposals.without,
          })}
        </p>
        {posted && <p>{t('import.bank.posted', { count: posted.lines })}</p>}
      </Note>
    </>
  );
}
