import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import classes from './exposure.module.css';
import { MoneyText } from './figures';

export type Exposure = ResponseOf<'credit.exposure'>;
export type Component = Exposure['parts'][number]['component'];

/** Parts with something behind them; the tested order and what is prepaid of it are their own. */
const WITH_DOCUMENTS: readonly Component[] = [
  'open_invoices',
  'interest_notes',
  'letter_fees',
  'unapplied',
  'disputed',
  'delivered',
  'open_orders',
  'orders_on_hold',
  'reservations',
];

const COLOURS: Partial<Record<Component, string>> = {
  open_invoices: 'var(--db-accent)',
  interest_notes: 'var(--db-age-3)',
  letter_fees: 'var(--db-age-4)',
  delivered: 'var(--db-age-1)',
  open_orders: 'var(--db-age-2)',
  orders_on_hold: 'var(--db-age-5)',
  reservations: 'var(--db-text-3)',
  current_order: 'var(--db-bad)',
};

type ExposurePartsProps = {
  parts: Exposure['parts'];
  currency: string;
  /** What is left of the limit, minor units; drawn after the parts. */
  rest: number;
  onPart?: ((component: Component) => void) | undefined;
};

type ExposureBarProps = { exposure: Exposure; onPart?: (component: Component) => void };

/** What is at risk in parts, as a bar up to the limit; each part that has documents leads to them. */
export function ExposureBar({ exposure, onPart }: ExposureBarProps) {
  return (
    <ExposureParts
      parts={exposure.parts}
      currency={exposure.currency}
      rest={exposure.remaining_minor ?? 0}
      onPart={onPart}
    />
  );
}

/** What is used of a limit as a bar, without parts: of a shared limit they are several customers'. */
export function LimitBar({ used, rest }: { used: number; rest: number }) {
  return (
    <div className={classes.bar} aria-hidden="true" data-testid="limit-bar">
      {used > 0 && <span style={{ flexGrow: used, background: rest < 0 ? 'var(--db-bad)' : 'var(--db-accent)' }} />}
      {rest > 0 && <span className={classes.rest} style={{ flexGrow: rest }} />}
    </div>
  );
}

/** The parts of an exposure as a bar and by name. */
export function ExposureParts({ parts, currency, rest, onPart }: ExposurePartsProps) {
  const { t } = useWords();
  const shown = parts.filter((part) => part.minor !== 0);
  return (
    <>
      <div className={classes.bar} aria-hidden="true" data-testid="exposure-bar">
        {shown
          .filter((part) => part.minor > 0)
          .map((part) => (
            <span key={part.component} style={{ flexGrow: part.minor, background: COLOURS[part.component] }} />
          ))}
        {rest > 0 && <span className={classes.rest} style={{ flexGrow: rest }} />}
      </div>
      {shown.length === 0 ? (
        <p className={classes.quiet}>{t('credit.nothingAtRisk')}</p>
      ) : (
        <ul className={classes.parts}>
          {shown.map((part) => {
            const line = (
              <>
                <span className={classes.sign} style={{ background: COLOURS[part.component] }} aria-hidden="true" />
                <span className={classes.name}>{t(`credit.part.${part.component}`)}</span>
                <MoneyText money={{ minor: part.minor, currency }} />
              </>
            );
            return (
              <li key={part.component}>
                {onPart && WITH_DOCUMENTS.includes(part.component) ? (
                  <button
                    type="button"
                    className={classes.part}
                    title={t('credit.whyPart')}
                    onClick={() => onPart(part.component)}
                  >
                    {line}
                  </button>
                ) : (
                  <div className={classes.part}>{line}</div>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** The effective limit as an amount or as words. */
export function EffectiveLimit({ exposure }: { exposure: Exposure }) {
  const { t } = useWords();
  if (exposure.effective_minor === null) return <>{t(`credit.effectiveWord.${exposure.effective}`)}</>;
  return <MoneyText money={{ minor: exposure.effective_minor, currency: exposure.currency }} showCurrency="yes" />;
}

/** Why this limit holds and no other, in one sentence. */
export function useLimitReason() {
  const { t } = useWords();
  return (exposure: Exposure): string => {
    if (exposure.effective !== 'limit') return t(`credit.why.${exposure.effective}`);
    if (exposure.whose === 'group') return t('credit.why.group', { group: exposure.group?.code ?? '' });
    if (exposure.own.source === 'not_set') return t('credit.why.mandatory');
    return exposure.own.source === 'temporary' ? t('credit.why.temporary') : t('credit.why.permanent');
  };
}
