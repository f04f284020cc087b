import { SegmentedControl } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import classes from './aging-trend.module.css';
import { Chart } from './chart/chart';
import { trendLines } from './chart/trend-lines';
import { DayText, MoneyText } from './figures';
import { periodName, periodStep } from './period';
import { Answered, Note } from './states';
import { Table } from './table';
import type { ChartColours } from './theme/chart';

type TrendProps = { definition: string | null; account: string | null; height: number };
type Trend = ResponseOf<'aging.trend'>;

/** How the stored figures moved from day to day: lines, and the same figures as a table. */
export function AgingTrend({ definition, account, height }: TrendProps) {
  const trend = useAsk('aging.trend', { definition, account }, { meanwhile: 'previous' });
  const { t } = useWords();
  return (
    <Answered answer={trend}>
      {(data) =>
        (data.lines[0]?.points.length ?? 0) < 2 ? (
          <Note>{t('agingRest.trendEmpty')}</Note>
        ) : (
          <Lines trend={data} height={height} />
        )
      }
    </Answered>
  );
}

function Lines({ trend, height }: { trend: Trend; height: number }) {
  const { t, locale } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState<'totals' | 'periods'>('totals');
  const line = trend.lines.find((other) => other.currency === chosen) ?? trend.lines[0];
  const option = useCallback(
    (colours: ChartColours) =>
      trendLines({
        colours,
        locale,
        currency: line?.currency ?? '',
        days: line?.points.map((point) => point.as_of) ?? [],
        lines:
          shown === 'totals'
            ? [
                { name: t('agingRest.total'), minor: line?.points.map((point) => point.total_minor) ?? [], step: 1 },
                {
                  name: t('agingRest.overdue'),
                  minor: line?.points.map((point) => point.overdue_minor) ?? [],
                  step: 5,
                },
              ]
            : trend.periods.map((period, index) => ({
                name: periodName(period, t),
                minor: line?.points.map((point) => point.period_minor?.[index] ?? null) ?? [],
                step: periodStep(trend.periods, index),
              })),
      }),
    [trend, line, shown, locale, t],
  );
  if (!line) return null;
  const { currency } = line;
  return (
    <div className={classes.trend}>
      <div className={classes.choices}>
        <SegmentedControl
          aria-label={t('agingRest.trendShows')}
          value={shown}
          onChange={(value) => setShown(value as typeof shown)}
          data={[
            { value: 'totals', label: t('agingRest.trendTotals') },
            { value: 'periods', label: t('agingRest.trendPeriods') },
          ]}
        />
        {trend.lines.length > 1 && (
          <SegmentedControl
            aria-label={t('agingRest.currency')}
            value={currency}
            onChange={setChosen}
            data={trend.lines.map((other) => other.currency)}
          />
        )}
      </div>
      <Chart label={t('agingRest.trendLabel', { currency })} height={height} option={option} />
      <Table
        label={t('agingRest.trendTable', { currency })}
        scroll="inside"
        rows={[...line.points].reverse()}
        keyOf={(point) => point.as_of}
        columns={[
          { id: 'day', header: t('shell.asOf'), cell: (point) => <DayText day={point.as_of} /> },
          {
            id: 'total',
            header: t('agingRest.total'),
            align: 'right',
            cell: (point) => <MoneyText money={{ minor: point.total_minor, currency }} />,
          },
          {
            id: 'overdue',
            header: t('agingRest.overdue'),
            align: 'right',
            cell: (point) => <MoneyText money={{ minor: point.overdue_minor, currency }} />,
          },
          ...(shown === 'periods'
            ? trend.periods.map((period, index) => ({
                id: period.id,
                header: periodName(period, t),
                align: 'right' as const,
                cell: (point: Trend['lines'][number]['points'][number]) =>
                  point.period_minor === null ? (
                    '–'
                  ) : (
                    <MoneyText money={{ minor: point.period_minor[index] ?? 0, currency }} />
                  ),
              }))
            : []),
        ]}
      />
    </div>
  );
}
