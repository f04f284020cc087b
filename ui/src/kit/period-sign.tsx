import { useWords } from '../i18n';
import { AgeSign } from './figures';
import classes from './figures.module.css';
import { INDICATOR_STEP, indicatorOf, type PeriodLike, periodName } from './period';

/** A period as a word with the sign that the set-up gives it. */
export function PeriodSign({ period }: { period: (PeriodLike & { indicator: string }) | undefined }) {
  const { t } = useWords();
  if (!period) return <span className={classes.none}>{t('kit.none')}</span>;
  return (
    <span className={classes.overdue}>
      <AgeSign step={INDICATOR_STEP[indicatorOf(period)]} />
      <span>{periodName(period, t)}</span>
    </span>
  );
}
