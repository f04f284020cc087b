import type { EChartsCoreOption } from 'echarts/core';
import { formatDay } from '../format/day';
import { formatMinor } from '../format/money';
import type { ChartColours } from '../theme/chart';
import { axisLabel, escaped } from './period-bars';

export type TrendLine = { name: string; minor: readonly (number | null)[]; step: number };

type TrendLinesInput = {
  colours: ChartColours;
  locale: string;
  currency: string;
  days: readonly string[];
  lines: readonly TrendLine[];
};

/** Dashes and signs, so that lines are told apart without colour. */
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 6], [12, 4]] as const;
const SIGNS = ['circle', 'rect', 'triangle', 'diamond', 'arrow', 'roundRect'] as const;

/** Figures over the days on which they were stored; a day without a run has no point and no gap. */
export function trendLines({ colours, locale, currency, days, lines }: TrendLinesInput): EChartsCoreOption {
  const money = (minor: number) => `${formatMinor(minor, currency, locale)} ${currency}`;
  return {
    grid: { left: 8, right: 12, top: 30, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { top: 0, left: 0, icon: 'rect', itemHeight: 2, textStyle: { color: colours.muted, fontSize: 11 } },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      formatter: (points: { seriesName: string; dataIndex: number; value: [string, number | null] }[]) =>
        [
          formatDay(days[points[0]?.dataIndex ?? 0] ?? '', locale),
          ...points.map(
            ({ seriesName, value: [, minor] }) => `${escaped(seriesName)}: ${minor === null ? '–' : money(minor)}`,
          ),
        ].join('<br>'),
    },
    xAxis: {
      type: 'time',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: {
        color: colours.muted,
        fontSize: 11,
        formatter: (minor: number) => axisLabel(minor, currency, locale),
      },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: lines.map((line, index) => ({
      type: 'line',
      name: line.name,
      symbol: SIGNS[index % SIGNS.length],
      symbolSize: 5,
      showSymbol: days.length < 40,
      itemStyle: { color: colours.age[line.step] },
      lineStyle: { color: colours.age[line.step], width: 2, type: DASHES[index % DASHES.length] },
      data: days.map((day, at) => [day, line.minor[at] ?? null]),
    })),
  };
}
