import { useComputedColorScheme } from '@mantine/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useWords } from '../../i18n';
import { type ChartColours, chartColours } from '../theme/chart';

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

export type ChartProps = {
  /** What the chart shows, for people who do not see it; its figures stand in the table beside it. */
  label: string;
  height: number;
  /** Builds the option from the colours of the current theme. Keep it stable with `useCallback`. */
  option: (colours: ChartColours) => EChartsCoreOption;
};

/** A chart in the window's colours, with patterns, so that it can be read without them. */
export default function Drawing({ label, height, option }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme('light');
  const { locale } = useWords();

  useEffect(() => {
    if (!host.current) return;
    const created = init(host.current, null, { renderer: 'svg', locale: locale.startsWith('de') ? 'DE' : 'EN' });
    chart.current = created;
    const resizes = new ResizeObserver(() => created.resize());
    resizes.observe(host.current);
    return () => {
      resizes.disconnect();
      created.dispose();
      chart.current = null;
    };
  }, [locale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme and the locale change what the option reads.
  useEffect(() => {
    const colours = chartColours();
    chart.current?.setOption(
      {
        animationDuration: 200,
        textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif', color: colours.muted },
        aria: { enabled: false, decal: { show: true } },
        ...option(colours),
      },
      { notMerge: true },
    );
  }, [option, scheme, locale]);

  return <div ref={host} style={{ height, width: '100%' }} role="img" aria-label={label} />;
}
