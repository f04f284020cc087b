import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { type Component, ExposureParts, LimitBar } from '../../kit/exposure';
import { DayText, MoneyText } from '../../kit/figures';
import { FactBox, Facts } from '../../kit/side';
import { percentText } from './figures';
import { useReasonName } from './reason-field';
import type { Explained } from './types';

type Limit = Explained['limits'][number];

/** The exposure now, with the order in it, against each limit that is tested. */
export function HoldExposure({ explained, onPart }: { explained: Explained; onPart: (part: Component) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const { hold, exposure_minor, insured_minor, uninsured_minor, limits } = explained;
  const { currency } = hold;
  if (exposure_minor === null) return null;
  const money = (minor: number) => <MoneyText money={{ minor, currency }} />;
  const own = limits.find((limit) => limit.group === null);
  const measuresUninsured = explained.reasons.some((one) => one.rule?.measure === 'uninsured');
  return (
    <FactBox title={t('holds.exposure')} asOf={state.today}>
      <ExposureParts
        parts={explained.parts}
        currency={currency}
        rest={Math.max(0, own?.left_minor ?? 0)}
        onPart={onPart}
      />
      <Facts
        facts={[
          { name: t('credit.total'), value: money(exposure_minor) },
          ...(insured_minor === null ? [] : [{ name: t('holds.insured'), value: money(insured_minor) }]),
          ...(uninsured_minor === null ? [] : [{ name: t('holds.uninsured'), value: money(uninsured_minor) }]),
        ]}
      />
      {limits.map((limit) => (
        <LimitFacts key={limit.group ?? ''} limit={limit} bare={measuresUninsured ? 'shown' : 'left_out'} />
      ))}
    </FactBox>
  );
}

/** A limit, what is compared with it, and what is left: of a group the exposure of all members, in its currency. */
function LimitFacts({ limit, bare }: { limit: Limit; bare: 'shown' | 'left_out' }) {
  const { t } = useWords();
  const { group, currency } = limit;
  const money = (minor: number) => <MoneyText money={{ minor, currency }} showCurrency={group ? 'yes' : 'no'} />;
  return (
    <>
      {group && <LimitBar used={limit.exposure_minor} rest={limit.left_minor} />}
      <Facts
        facts={[
          ...(group ? [{ name: t('holds.groupExposure', { group }), value: money(limit.exposure_minor) }] : []),
          { name: group ? t('holds.groupLimit', { group }) : t('holds.limit'), value: money(limit.limit_minor) },
          { name: group ? t('holds.groupLeft') : t('holds.left'), value: money(limit.left_minor) },
          ...(bare === 'shown'
            ? [
                { name: t('holds.measuredUninsured'), value: money(limit.uninsured_minor) },
                { name: t('holds.limitBare'), value: money(limit.bare_minor) },
              ]
            : []),
        ]}
      />
    </>
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
          {
            name: t('holds.used'),
            value: hold.over_limit
              ? t('credit.overLimit')
              : hold.used_bp === null
                ? none
                : percentText(hold.used_bp, locale),
          },
          { name: t('holds.route'), value: hold.route ?? none },
          { name: t('holds.assigned'), value: hold.assigned ?? none },
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
