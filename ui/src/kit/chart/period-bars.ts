import type { EChartsCoreOption } from 'echarts/core';
import { exponentOf } from '../format/currency';
import { formatMinor } from '../format/money';
import type { ChartColours } from '../theme/chart';

export type PeriodBar = { name: string; minor: number; step: number };

type PeriodBarsInput = { colours: ChartColours; locale: string; currency: string; bars: readonly PeriodBar[] };

/** Patterns from empty to dense, so that age reads without colour. */
const PATTERNS = [
  { symbol: 'none' },
  { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 8], rotation: 0 },
  { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -Math.PI / 4 },
  { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4 },
  {
    symbol: 'circle',
    symbolSize: 0.7,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
  },
  { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 2], rotation: 0 },
] as const;

/** Thousands and millions in the short form of the locale, for the axis only. */
export function axisLabel(minor: number, currency: string, locale: string): string {
  const whole = Math.round(minor / 10 ** exponentOf(currency));
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(whole);
}

/** One bar per period of age; credits reach below the line. */
export function periodBars({ colours, locale, currency, bars }: PeriodBarsInput): EChartsCoreOption {
  const pattern = (step: number) => ({ ...PATTERNS[step], color: 'rgba(255,255,255,0.45)' });
  return {
    grid: { left: 8, right: 8, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'item',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12 },
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const bar = bars[dataIndex];
        return bar ? `${escaped(bar.name)}: ${formatMinor(bar.minor, currency, locale)} ${currency}` : '';
      },
    },
    xAxis: {
      type: 'category',
      data: bars.map((bar) => bar.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, fontSize: 11 },
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
    series: [
      {
        type: 'bar',
        barMaxWidth: 46,
        data: bars.map((bar) => ({
          value: bar.minor,
          itemStyle: { color: colours.age[bar.step], borderRadius: 2, decal: pattern(bar.step) },
        })),
      },
    ],
  };
}

/** A heading is typed by people, and the chart's tooltip is markup. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
