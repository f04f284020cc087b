import { Link } from '@tanstack/react-router';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { periodName } from '../../kit/period';
import { Answered, Note } from '../../kit/states';
import { Table } from '../../kit/table';

/** Aged balances of a customer credit group: a line for each customer, and a total. */
export function GroupAging({ code }: { code: string }) {
  const { t } = useWords();
  const { asOf } = useDesk();
  const answer = useAsk('aging.table', {
    definition: null,
    as_of: asOf,
    by: 'due',
    credits_in: 'own_period',
    known_on: null,
    promises: 'respected',
    account: null,
    group: code,
  });
  return (
    <Section title={t('shell.page.aging')}>
      <Answered answer={answer}>
        {({ periods, rows, totals }) =>
          rows.length === 0 ? (
            <Note>{t('credit.shared.nothingOpen')}</Note>
          ) : (
            <Table
              label={t('shell.page.aging')}
              rows={rows}
              keyOf={(row) => `${row.account} ${row.currency}`}
              columns={[
                {
                  id: 'account',
                  header: t('credit.shared.account'),
                  cell: (row) => (
                    <Link to="/customers/$account" params={{ account: row.account }}>
                      {row.account} {row.name}
                    </Link>
                  ),
                },
                {
                  id: 'total',
                  header: t('insurers.total'),
                  align: 'right',
                  cell: (row) => (
                    <MoneyText money={{ minor: row.total_minor, currency: row.currency }} showCurrency="yes" />
                  ),
                },
                ...periods.map((period, at) => ({
                  id: period.id,
                  header: periodName(period, t),
                  align: 'right' as const,
                  cell: (row: (typeof rows)[number]) => (
                    <MoneyText money={{ minor: row.period_minor[at] ?? 0, currency: row.currency }} />
                  ),
                })),
              ]}
              foot={totals.map((total) => [
                t('insurers.total'),
                <MoneyText
                  key="total"
                  money={{ minor: total.total_minor, currency: total.currency }}
                  showCurrency="yes"
                />,
                ...total.period_minor.map((minor, at) => (
                  <MoneyText key={periods[at]?.id ?? at} money={{ minor, currency: total.currency }} />
                )),
              ])}
            />
          )
        }
      </Answered>
    </Section>
  );
}
