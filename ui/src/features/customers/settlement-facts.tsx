import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DaysOverdue, DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Facts } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { CopiesBox } from './copies-box';
import classes from './customers.module.css';
import type { TransactionRow } from './types';

/** The facts behind an open amount: the document, and everything that settled it. */
export function SettlementFacts({ row }: { row: TransactionRow }) {
  const { t, locale } = useWords();
  const { asOf } = useDesk();
  const settlements = useAsk('customers.settlements', { transaction_id: row.transaction_id });
  const money = (minor: number) => <MoneyText money={{ minor, currency: row.currency }} showCurrency="yes" />;
  return (
    <>
      <Facts
        facts={[
          { name: t('customers.kind'), value: t(`customers.kindName.${row.kind}`) },
          { name: t('customers.documentOn'), value: <DayText day={row.document_on} /> },
          { name: t('customers.transactionOn'), value: <DayText day={row.transaction_on} /> },
          { name: t('customers.dueOn'), value: <DayText day={row.due_on} /> },
          { name: t('customers.daysOverdue'), value: <DaysOverdue days={row.days_overdue} /> },
          { name: t('customers.amount'), value: money(row.amount_minor) },
          { name: t('customers.openOn'), value: <strong>{money(row.open_minor)}</strong> },
        ]}
      />
      {!row.due_given && <Note>{t('customers.dueByRule')}</Note>}
      {row.disputed_flag && <Note>{t('customers.disputedFlag')}</Note>}
      <Answered answer={settlements}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Note>{t('customers.noSettlements')}</Note>
          ) : (
            <Table
              label={t('customers.settlements')}
              rows={rows}
              keyOf={(settlement) =>
                `${settlement.document_no} ${settlement.accounting_on} ${settlement.recorded_at} ${settlement.amount_minor}`
              }
              tone={(settlement) => (settlement.effective_on > asOf ? 'warn' : 'plain')}
              columns={[
                {
                  id: 'on',
                  header: t('customers.settledOn'),
                  cell: (settlement) => <DayText day={settlement.accounting_on} />,
                },
                { id: 'by', header: t('customers.settledBy'), cell: (settlement) => settlement.document_no },
                {
                  id: 'amount',
                  header: t('customers.amount'),
                  align: 'right',
                  cell: (settlement) => (
                    <MoneyText money={{ minor: settlement.amount_minor, currency: settlement.currency }} />
                  ),
                },
                {
                  id: 'counts',
                  header: t('customers.countsFrom'),
                  cell: (settlement) => (
                    <>
                      <DayText day={settlement.effective_on} />
                      {settlement.effective_on > asOf && <div className={classes.quiet}>{t('customers.later')}</div>}
                    </>
                  ),
                },
                {
                  id: 'recorded',
                  header: t('customers.recordedAt'),
                  cell: (settlement) => formatInstant(settlement.recorded_at, locale),
                },
              ]}
            />
          )
        }
      </Answered>
      <CopiesBox document={row} />
    </>
  );
}
