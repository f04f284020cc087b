/** The colours of a chart as the tokens stand right now; ECharts mixes colours itself and cannot read variables. */
export type ChartColours = {
  text: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  bad: string;
  age: string[];
};

const AGE_STEPS = 6;

/** Reads the tokens from the document. Call it again after the theme changed. */
export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token('--db-text'),
    muted: token('--db-text-3'),
    line: token('--db-line'),
    surface: token('--db-surface'),
    accent: token('--db-accent'),
    bad: token('--db-bad'),
    age: Array.from({ length: AGE_STEPS }, (_, step) => token(`--db-age-${step}`)),
  };
}
