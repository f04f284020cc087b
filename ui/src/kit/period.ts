import type { TFunction } from 'i18next';

/** What a period says about whoever has an open item in it; the set-up gives each period one of these. */
export const INDICATORS = ['calm', 'watch', 'late', 'alarm'] as const;
export type Indicator = (typeof INDICATORS)[number];

/** The sign of a row whose oldest item lies in the period. */
export function indicatorOf(period: { indicator: string }): Indicator {
  return INDICATORS.find((known) => known === period.indicator) ?? 'calm';
}

/** How many bars the sign of age has filled. */
export const INDICATOR_STEP: Record<Indicator, number> = { calm: 1, watch: 2, late: 4, alarm: 5 };

/** What the kit needs to know of a period of age. */
export type PeriodLike = { id: string; label: string };

const KNOWN = ['not_due', 'current', 'd1_30', 'd31_60', 'd61_90', 'over_90', 'outside'] as const;

/** The heading of a period: what the set-up says, else the word that its id stands for. */
export function periodName(period: PeriodLike, t: TFunction): string {
  if (period.label !== '') return period.label;
  const known = KNOWN.find((id) => id === period.id);
  return known ? t(`kit.period.${known}`) : period.id;
}

/** The heading over a narrow column of figures. */
export function periodShort(period: PeriodLike, t: TFunction): string {
  if (period.label !== '') return period.label;
  const known = KNOWN.find((id) => id === period.id);
  return known ? t(`kit.periodShort.${known}`) : period.id;
}

const STEPS: Readonly<Record<string, number>> = { not_due: 0, current: 1, d1_30: 2, d31_60: 3, d61_90: 4, over_90: 5 };
const OLDEST_STEP = 5;

/** Where the period at `index` of `all` stands on the scale of age, so that any definition gets a sensible ramp. */
export function periodStep(all: readonly { id: string }[], index: number): number {
  const known = STEPS[all[index]?.id ?? ''];
  if (known !== undefined) return known;
  return all.length <= 1 ? 0 : Math.round((index * OLDEST_STEP) / (all.length - 1));
}
