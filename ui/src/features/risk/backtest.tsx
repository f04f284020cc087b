import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { formatDay } from '../../kit/format/day';
import { RiskGroupTag } from '../../kit/score';
import { FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { Backtest } from './types';

/** What the scores of some months ago would have said, against what has happened since. */
export function BacktestPanel() {
  const { t } = useWords();
  const [months, setMonths] = useState(12);
  const [days, setDays] = useState(60);
  // Each press asks anew: the set-up and the ledger may have changed since.
  const test = useAct('risk.backtest');
  return (
    <>
      <p>{t('risk.backtestAbout')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate({ months, bad_days: days });
        }}
      >
        <Fields columns={2}>
          <NumberInput
            label={t('risk.monthsAgo')}
            min={1}
            max={60}
            allowDecimal={false}
            value={months}
            onChange={(value) => typeof value === 'number' && setMonths(value)}
          />
          <NumberInput
            label={t('risk.badDays')}
            min={0}
            max={3650}
            allowDecimal={false}
            value={days}
            onChange={(value) => typeof value === 'number' && setDays(value)}
          />
        </Fields>
        <FormActs>
          <Button type="submit" loading={test.isPending}>
            {t('risk.runBacktest')}
          </Button>
          <FormProblem error={test.error} />
        </FormActs>
      </form>
      {test.data && <Result test={test.data} />}
    </>
  );
}

function Result({ test }: { test: Backtest }) {
  const { t, locale } = useWords();
  return (
    <>
      <Note>
        {t('risk.backtestOf', {
          day: formatDay(test.scored_on, locale),
          to: formatDay(test.watched_to, locale),
          days: test.bad_days,
        })}
        {test.without_rate > 0 && ` ${t('risk.withoutRate', { count: test.without_rate })}`}
      </Note>
      {test.groups.length === 0 ? <Note>{t('risk.backtestEmpty')}</Note> : <Groups test={test} />}
    </>
  );
}

function Groups({ test }: { test: Backtest }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const rate = (bp: number | null) => (bp === null ? t('kit.none') : percent.format(bp / 10_000));
  const money = (minor: number) => <MoneyText money={{ minor, currency: test.currency }} />;
  const { total } = test;
  return (
    <Table
      label={t('risk.backtest')}
      rows={test.groups}
      keyOf={(row) => row.risk_group ?? ''}
      foot={[
        [
          t('risk.all'),
          number.format(total.customers),
          number.format(total.bad_customers),
          rate(total.bad_rate_bp),
          number.format(total.invoices),
          money(total.amount_minor),
          money(total.bad_minor),
          rate(total.bad_amount_bp),
          money(total.written_off_minor),
          number.format(total.longest_days),
        ],
      ]}
      columns={[
        { id: 'group', header: t('risk.group'), cell: (row) => <RiskGroupTag code={row.risk_group} /> },
        { id: 'customers', header: t('risk.customers'), align: 'right', cell: (row) => number.format(row.customers) },
        { id: 'bad', header: t('risk.badCustomers'), align: 'right', cell: (row) => number.format(row.bad_customers) },
        { id: 'rate', header: t('risk.badRate'), align: 'right', cell: (row) => rate(row.bad_rate_bp) },
        { id: 'invoices', header: t('risk.invoices'), align: 'right', cell: (row) => number.format(row.invoices) },
        { id: 'amount', header: t('risk.amount'), align: 'right', cell: (row) => money(row.amount_minor) },
        { id: 'badAmount', header: t('risk.badAmount'), align: 'right', cell: (row) => money(row.bad_minor) },
        { id: 'badShare', header: t('risk.badRate'), align: 'right', cell: (row) => rate(row.bad_amount_bp) },
        { id: 'off', header: t('risk.writtenOff'), align: 'right', cell: (row) => money(row.written_off_minor) },
        { id: 'days', header: t('risk.longest'), align: 'right', cell: (row) => number.format(row.longest_days) },
      ]}
    />
  );
}
