import { Button } from '@mantine/core';
import { IconCalculator } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Panel = ResponseOf<'statistics.get'>;
type Figure = Panel['figures'][number];
type Inputs = ResponseOf<'statistics.inputs'>;

const ENDS: readonly Figure['statistic'][] = [
  'average_balance1',
  'average_balance2',
  'average_limit',
  'average_exposure',
];

/** How a customer pays and what it uses, each figure with the window and the facts behind it. */
export function Statistics({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { asOf, mode } = useDesk();
  const [opened, setOpened] = useState<Figure['statistic'] | null>(null);
  const panel = useAsk('statistics.get', { account, as_of: asOf }, { meanwhile: 'previous' });
  const calculate = useAct('statistics.calculate');
  const run = () => calculate.mutate({});
  useActions(
    mode === 'today'
      ? [{ id: 'statistics.calculate', label: t('statistics.calculate'), group: 'page', keys: 'c', run }]
      : [],
  );
  return (
    <Section
      title={t('statistics.title')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconCalculator size={14} />}
          disabled={mode === 'past'}
          loading={calculate.isPending}
          onClick={run}
        >
          {t('statistics.calculate')}
        </Button>
      }
    >
      <FormProblem error={calculate.error} />
      <Answered answer={panel}>
        {(data) => (
          <>
            <Note>
              {data.calculated_on
                ? t('statistics.calculatedOn', { day: formatDay(data.calculated_on, locale) })
                : t('statistics.never')}
            </Note>
            <Figures panel={data} onOpen={setOpened} />
          </>
        )}
      </Answered>
      <Drawer
        title={opened ? t(`statistics.name.${opened}`) : ''}
        state={opened ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {opened && <FigureInputs account={account} statistic={opened} />}
      </Drawer>
    </Section>
  );
}

type FiguresProps = { panel: Panel; onOpen: (statistic: Figure['statistic']) => void };

function Figures({ panel, onOpen }: FiguresProps) {
  const { t } = useWords();
  const value = useFigureText();
  return (
    <Table
      label={t('statistics.title')}
      rows={panel.figures}
      keyOf={(row) => row.statistic}
      onOpen={(row) => onOpen(row.statistic)}
      columns={[
        {
          id: 'name',
          header: t('statistics.figure'),
          opens: 'yes',
          cell: (row) => t(`statistics.name.${row.statistic}`),
        },
        { id: 'value', header: t('statistics.value'), align: 'right', cell: (row) => value(row, panel.currency) },
        { id: 'window', header: t('statistics.window'), cell: (row) => <WindowText figure={row} /> },
        { id: 'inputs', header: t('statistics.inputs'), align: 'right', cell: (row) => row.inputs },
      ]}
    />
  );
}

function WindowText({ figure }: { figure: Figure }) {
  const { t, locale } = useWords();
  const between = figure.from_on
    ? `${formatDay(figure.from_on, locale)} – ${formatDay(figure.to_on, locale)}`
    : t('statistics.allTime');
  return <span className="tabular">{between}</span>;
}

/** A figure in the reader's format; blank is a word of its own, because it is not 0. */
function useFigureText() {
  const { t, locale } = useWords();
  const days = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  return ({ value, unit }: Figure, currency: string) => {
    if (value === null) return t('statistics.blank');
    if (unit === 'minor') return <MoneyText money={{ minor: value, currency }} showCurrency="yes" />;
    if (unit === 'basis_points') return percent.format(value / 10_000);
    if (unit === 'count') return days.format(value);
    const shown = unit === 'days' ? value : value / 100;
    return t('statistics.days', { days: days.format(shown) });
  };
}

function FigureInputs({ account, statistic }: { account: string; statistic: Figure['statistic'] }) {
  const { t } = useWords();
  const { asOf } = useDesk();
  const value = useFigureText();
  const answer = useAsk('statistics.inputs', { account, as_of: asOf, statistic });
  return (
    <Answered answer={answer}>
      {(data) => (
        <>
          <p>{t(`statistics.formula.${statistic}`)}</p>
          <p data-testid="figure-value">
            <strong>{value(data.figure, data.currency)}</strong> · <WindowText figure={data.figure} />
            {data.figure.days !== null && ` · ${t('statistics.days', { days: data.figure.days })}`}
            {data.figure.sales_minor !== null && (
              <>
                {` · ${t('statistics.sales')} `}
                <MoneyText money={{ minor: data.figure.sales_minor, currency: data.currency }} showCurrency="yes" />
              </>
            )}
          </p>
          {data.rows.length === 0 ? <Note>{t('statistics.noInputs')}</Note> : <InputRows inputs={data} />}
        </>
      )}
    </Answered>
  );
}

function InputRows({ inputs }: { inputs: Inputs }) {
  const { t } = useWords();
  const { statistic } = inputs.figure;
  const money = (minor: number | null) =>
    minor === null ? t('statistics.blank') : <MoneyText money={{ minor, currency: inputs.currency }} />;
  const monthly = ENDS.includes(statistic);
  const rows = inputs.rows.map((row, index) => ({ ...row, key: `${row.document_no ?? ''} ${row.on} ${index}` }));
  return (
    <Table
      label={t('statistics.inputs')}
      rows={rows}
      keyOf={(row) => row.key}
      columns={[
        ...(monthly
          ? []
          : [{ id: 'no', header: t('statistics.document'), cell: (row: (typeof rows)[number]) => row.document_no }]),
        {
          id: 'on',
          header: t(monthly ? 'statistics.monthEnd' : 'statistics.documentOn'),
          cell: (row) => <DayText day={row.on} />,
        },
        ...(rows.some((row) => row.due_on !== null)
          ? [
              {
                id: 'due',
                header: t('statistics.dueOn'),
                cell: (row: (typeof rows)[number]) => <DayText day={row.due_on} />,
              },
              {
                id: 'settled',
                header: t('statistics.settledOn'),
                cell: (row: (typeof rows)[number]) =>
                  row.settled_on ? <DayText day={row.settled_on} /> : t('statistics.open'),
              },
            ]
          : []),
        { id: 'amount', header: t('statistics.amount'), align: 'right', cell: (row) => money(row.amount_minor) },
        ...(statistic === 'average_limit' || statistic === 'average_exposure'
          ? [
              {
                id: 'against',
                header: t(statistic === 'average_limit' ? 'statistics.limit' : 'statistics.cover'),
                align: 'right' as const,
                cell: (row: (typeof rows)[number]) => money(row.against_minor),
              },
            ]
          : []),
        ...(rows.some((row) => row.days !== null)
          ? [
              {
                id: 'days',
                header: t('statistics.daysCounted'),
                align: 'right' as const,
                cell: (row: (typeof rows)[number]) => row.days,
              },
            ]
          : []),
        ...(statistic === 'dispute_rate' || statistic === 'dispute_amount_rate'
          ? [
              {
                id: 'disputed',
                header: t('statistics.disputed'),
                cell: (row: (typeof rows)[number]) => t(row.disputed ? 'credit.yes' : 'credit.no'),
              },
            ]
          : []),
      ]}
    />
  );
}
