import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useLocalListing } from '../../data/local-listing';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Section } from '../../kit/page';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import classes from './rules.module.css';

type Tested = ResponseOf<'rules.test'>;
type Total = Tested['totals'][number];
type Order = Tested['changed'][number];

/** What other rules would have done. */
export function RuleTestResult({ tested }: { tested: Tested }) {
  const { t, locale } = useWords();
  if (tested.checks === 0) {
    return <Note>{t('rules.test.nothing', { day: formatDay(tested.from_on, locale) })}</Note>;
  }
  return (
    <>
      <Section title={t('rules.test.result')}>
        <p className={classes.about}>
          {t('rules.test.replayed', {
            checks: new Intl.NumberFormat(locale).format(tested.checks),
            orders: new Intl.NumberFormat(locale).format(tested.orders),
            day: formatDay(tested.from_on, locale),
          })}
        </p>
        <Totals tested={tested} />
      </Section>
      <Section title={t('rules.test.changed')}>
        {tested.changed.length === 0 ? (
          <Note>{t('rules.test.noneChanged')}</Note>
        ) : (
          <div className={classes.orders}>
            <ChangedOrders tested={tested} />
          </div>
        )}
      </Section>
    </>
  );
}

function Totals({ tested }: { tested: Tested }) {
  const { t, locale } = useWords();
  const count = new Intl.NumberFormat(locale);
  const money = (minor: number) => <MoneyText money={{ minor, currency: tested.currency }} />;
  const inCurrency = (name: string) => `${name} ${tested.currency}`;
  return (
    <Table
      label={t('rules.test.result')}
      rows={tested.totals}
      keyOf={(row) => `${row.before} ${row.after}`}
      tone={(row) => (row.before === row.after ? 'plain' : 'chosen')}
      columns={[
        { id: 'before', header: t('rules.test.before'), cell: (row) => t(`rules.test.verdict.${row.before}`) },
        { id: 'after', header: t('rules.test.after'), cell: (row) => <After row={row} /> },
        { id: 'orders', header: t('rules.test.orders'), align: 'right', cell: (row) => count.format(row.orders) },
        {
          id: 'amount',
          header: inCurrency(t('rules.test.amount')),
          align: 'right',
          cell: (row) => money(row.amount_minor),
        },
        {
          id: 'bad',
          header: t('rules.test.badOrders'),
          align: 'right',
          cell: (row) => count.format(row.bad_orders),
        },
        {
          id: 'bad_amount',
          header: inCurrency(t('rules.test.badAmount')),
          align: 'right',
          cell: (row) => money(row.bad_minor),
        },
      ]}
    />
  );
}

function After({ row }: { row: Total }) {
  const { t } = useWords();
  const word = t(`rules.test.verdict.${row.after}`);
  return row.before === row.after ? word : <strong>{`\u2192 ${word}`}</strong>;
}

function ChangedOrders({ tested }: { tested: Tested }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const columns = useMemo<Column<Order>[]>(
    () => [
      {
        id: 'order_no',
        kind: 'link',
        header: t('rules.test.order'),
        width: 140,
        show: 'always',
        value: (row) => row.order_no,
      },
      { id: 'account', kind: 'text', header: t('rules.test.account'), width: 110, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('rules.test.name'), fit: 'grow', value: (row) => row.name },
      {
        id: 'amount',
        kind: 'money',
        header: t('rules.test.amount'),
        value: (row) => row.amount_minor,
        currency: () => tested.currency,
      },
      {
        id: 'before',
        kind: 'text',
        header: t('rules.test.before'),
        width: 130,
        value: (row) => t(`rules.test.verdict.${row.before}`),
      },
      {
        id: 'after',
        kind: 'text',
        header: t('rules.test.after'),
        width: 130,
        value: (row) => t(`rules.test.verdict.${row.after}`),
      },
      {
        id: 'bad',
        kind: 'text',
        header: t('rules.test.becameBad'),
        width: 160,
        value: (row) => t(row.bad ? 'kit.yes' : 'kit.no'),
      },
    ],
    [t, tested.currency],
  );
  const read = useCallback(
    (row: Order, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const listing = useLocalListing('rule_test', tested.changed, read, ['order_no', 'account', 'name']);
  return (
    <DataGrid
      id="rule_test"
      label={t('rules.test.changed')}
      listing={listing}
      columns={columns}
      idOf={(row) => `${row.account} ${row.order_no}`}
      onOpen={(row) => void navigate({ to: '/orders/$order', params: { order: row.order_no } })}
      exportFrom="page"
      empty={<Note>{t('rules.test.noneChanged')}</Note>}
    />
  );
}
