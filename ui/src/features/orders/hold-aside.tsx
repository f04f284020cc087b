import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { type Component, ExposureParts } from '../../kit/exposure';
import { DayText, MoneyText } from '../../kit/figures';
import { FactBox, Facts } from '../../kit/side';
import { percentText } from './figures';
import { useReasonName } from './reason-field';
import type { Explained } from './types';

/** The exposure now, with the order in it, against the limit. */
export function HoldExposure({ explained, onPart }: { explained: Explained; onPart: (part: Component) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const { hold, exposure_minor, insured_minor, limit_minor } = explained;
  const { currency } = hold;
  if (exposure_minor === null) return null;
  const rest = limit_minor === null ? null : limit_minor - exposure_minor;
  const money = (minor: number) => <MoneyText money={{ minor, currency }} />;
  return (
    <FactBox title={t('holds.exposure')} asOf={state.today}>
      <ExposureParts parts={explained.parts} currency={currency} rest={Math.max(0, rest ?? 0)} onPart={onPart} />
      <Facts
        facts={[
          { name: t('credit.total'), value: money(exposure_minor) },
          ...(insured_minor ? [{ name: t('holds.insured'), value: money(insured_minor) }] : []),
          ...(limit_minor === null || rest === null
            ? []
            : [
                { name: t('holds.limit'), value: money(limit_minor) },
                { name: t('holds.left'), value: money(rest) },
              ]),
        ]}
      />
    </FactBox>
  );
}

/** What the list says of the hold. */
export function HoldFacts({ explained }: { explained: Explained }) {
  const { t, locale } = useWords();
  const reasonName = useReasonName();
  const { hold } = explained;
  const none = t('kit.none');
  return (
    <FactBox title={t('orders.facts')}>
      <Facts
        facts={[
          {
            name: t('orders.amount'),
            value: <MoneyText money={{ minor: hold.amount_minor, currency: hold.currency }} showCurrency="yes" />,
          },
          { name: t('orders.step'), value: t(`orders.stepName.${hold.step}`) },
          { name: t('holds.heldOn'), value: <DayText day={hold.held_on} /> },
          { name: t('holds.age'), value: hold.age_days },
          { name: t('orders.user'), value: explained.user },
          { name: t('holds.used'), value: hold.used_bp === null ? none : percentText(hold.used_bp, locale) },
          { name: t('holds.review'), value: <DayText day={hold.review_on} /> },
          {
            name: t('holds.releaseReason'),
            value: hold.release_reason ? reasonName(hold.release_reason) : none,
          },
          { name: t('orders.comment'), value: explained.comment || none },
        ]}
      />
    </FactBox>
  );
}
