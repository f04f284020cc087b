import type { EChartsCoreOption } from 'echarts/core';
import type { ChartColours } from '../../kit/theme/chart';
import type { Balance } from './types';

function monthName(month: string, locale: string): string {
  const [year, number] = month.split('-').map(Number);
  const date = new Date(Date.UTC(year ?? 1970, (number ?? 1) - 1, 1));
  return new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(date);
}

/** Mean days late per month, and per currency where there are several: late ones above the line in the warning colour, early ones below it. */
export function lateBars(
  payments: Balance['payments'],
  colours: ChartColours,
  locale: string,
  words: (days: number) => string,
): EChartsCoreOption {
  const several = new Set(payments.map((month) => month.currency)).size > 1;
  return {
    grid: { left: 4, right: 4, top: 8, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      formatter: ([point]: { dataIndex: number; name: string }[]) =>
        point ? `${point.name}: ${words(payments[point.dataIndex]?.mean_days_late ?? 0)}` : '',
    },
    xAxis: {
      type: 'category',
      data: payments.map((month) => {
        const name = monthName(month.month, locale);
        return several ? `${name} ${month.currency}` : name;
      }),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, fontSize: 10, interval: 'auto' },
    },
    yAxis: {
      type: 'value',
      splitNumber: 2,
      axisLabel: { color: colours.muted, fontSize: 10 },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 14,
        data: payments.map((month) => ({
          value: month.mean_days_late,
          itemStyle: {
            color: month.mean_days_late > 0 ? colours.age[3] : colours.age[1],
            decal: month.mean_days_late > 0 ? undefined : { symbol: 'none' },
            borderRadius: 2,
          },
        })),
      },
    ],
  };
}
