import { useWords } from '../i18n';
import classes from './figures.module.css';
import { type Day, formatDay } from './format/day';
import { formatMinor, type Money } from './format/money';

/** An amount in tabular figures. Negative ones carry a minus and the warning colour. */
export function MoneyText({ money, showCurrency = 'no' }: { money: Money; showCurrency?: 'yes' | 'no' }) {
  const { locale } = useWords();
  return (
    <span className={`tabular ${money.minor < 0 ? classes.negative : ''}`}>
      {formatMinor(money.minor, money.currency, locale)}
      {showCurrency === 'yes' && <span className={classes.currency}> {money.currency}</span>}
    </span>
  );
}

/** A day in the reader's format, with the exact day for machines. */
export function DayText({ day }: { day: Day | null | undefined }) {
  const { locale, t } = useWords();
  if (!day) return <span className={classes.none}>{t('kit.none')}</span>;
  return (
    <time className="tabular" dateTime={day}>
      {formatDay(day, locale)}
    </time>
  );
}

/** How late an item is, in steps of thirty days: the colour and the number of filled bars say the same. */
export function ageStep(daysOverdue: number): number {
  if (daysOverdue < 0) return 0;
  if (daysOverdue === 0) return 1;
  if (daysOverdue <= 30) return 2;
  if (daysOverdue <= 60) return 3;
  return daysOverdue <= 90 ? 4 : 5;
}

const BARS = [0, 1, 2, 3];

/** Four small bars, filled as far as the debt is old. */
export function AgeSign({ step }: { step: number }) {
  const filled = Math.max(0, step - 1);
  return (
    <svg className={classes.sign} width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
      {BARS.map((bar) => (
        <rect
          key={bar}
          x={bar * 3.6}
          y={8 - bar * 2}
          width="2.6"
          height={2 + bar * 2}
          fill={bar < filled ? `var(--db-age-${step})` : 'var(--db-line-strong)'}
        />
      ))}
    </svg>
  );
}

/** Days overdue with a colour and a sign; what is not due yet stays quiet. */
export function DaysOverdue({ days }: { days: number | null | undefined }) {
  const { t } = useWords();
  if (days === null || days === undefined) return <span className={classes.none}>{t('kit.none')}</span>;
  const step = ageStep(days);
  return (
    <span className={`tabular ${classes.overdue}`}>
      <AgeSign step={step} />
      <span className={days > 0 ? classes.late : classes.quiet}>{String(days).replace('-', '\u2212')}</span>
    </span>
  );
}
