import { Button } from '@mantine/core';
import { useWords } from '../../i18n';
import { type Component, EffectiveLimit, type Exposure, ExposureBar, useLimitReason } from '../../kit/exposure';
import { DayText, MoneyText } from '../../kit/figures';
import { FactBox, Facts } from '../../kit/side';
import { Tag } from '../../kit/tag';
import type { CreditFile } from './types';

/** What is at risk. */
export function ExposureBox({ exposure, onPart }: { exposure: Exposure; onPart: (component: Component) => void }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency: exposure.currency }} showCurrency="yes" />;
  return (
    <FactBox title={t('credit.exposure')} asOf={exposure.as_of}>
      <ExposureBar exposure={exposure} onPart={onPart} />
      <Facts
        facts={[
          { name: t('credit.total'), value: <strong>{money(exposure.total_minor)}</strong> },
          { name: t('credit.insured'), value: money(exposure.insured_minor) },
          { name: t('credit.uninsured'), value: money(exposure.uninsured_minor) },
          ...(exposure.lost_cover_minor === 0
            ? []
            : [
                {
                  name: t('credit.lostCover'),
                  value: (
                    <>
                      {money(exposure.lost_cover_minor)}{' '}
                      <Tag tone="bad" sign="!">
                        {t('credit.notCovered')}
                      </Tag>
                    </>
                  ),
                },
              ]),
          ...(exposure.uncleared_minor === 0
            ? []
            : [{ name: t('credit.uncleared'), value: money(exposure.uncleared_minor) }]),
        ]}
      />
    </FactBox>
  );
}

type LimitBoxProps = { exposure: Exposure; file: CreditFile; onLimit: (() => void) | undefined };

/** Which limit holds, why, and what remains of it. */
export function LimitBox({ exposure, file, onLimit }: LimitBoxProps) {
  const { t, locale } = useWords();
  const reason = useLimitReason();
  const { own, group, currency } = exposure;
  const money = (minor: number | null, of = currency) =>
    minor === null ? t('credit.notSet') : <MoneyText money={{ minor, currency: of }} showCurrency="yes" />;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const { limit } = file;
  return (
    <FactBox
      title={t('credit.limit')}
      asOf={exposure.as_of}
      why={
        onLimit && (
          <Button variant="subtle" size="compact-xs" onClick={onLimit}>
            {t('credit.setLimit')}
          </Button>
        )
      }
    >
      <p data-testid="effective-limit">
        <strong>
          <EffectiveLimit exposure={exposure} />
        </strong>{' '}
        {exposure.over_limit && (
          <Tag tone="bad" sign="▲">
            {t('credit.overLimit')}
          </Tag>
        )}
      </p>
      <p>{reason(exposure)}</p>
      <Facts
        facts={[
          {
            name: t('credit.remaining'),
            value: exposure.remaining_minor === null ? t('kit.none') : money(exposure.remaining_minor),
          },
          {
            name: t('credit.used'),
            value: exposure.used_bp === null ? t('kit.none') : percent.format(exposure.used_bp / 10_000),
          },
          { name: t('credit.permanent'), value: money(limit.limit_minor) },
          ...(limit.customer_currency === currency || limit.in_customer_currency_minor === null
            ? []
            : [
                {
                  name: t('credit.inCustomerCurrency'),
                  value: money(limit.in_customer_currency_minor, limit.customer_currency),
                },
              ]),
          ...(own.source === 'temporary' ? [{ name: t('credit.temporary'), value: money(own.amount_minor) }] : []),
          ...(own.cover_minor === 0 ? [] : [{ name: t('credit.cover'), value: money(own.cover_minor) }]),
          { name: t('credit.ownTotal'), value: money(own.total_minor) },
          { name: t('credit.setOn'), value: <DayText day={limit.set_on} /> },
          { name: t('credit.expiresOn'), value: <DayText day={own.expires_on} /> },
          ...(group
            ? [
                {
                  name: t('credit.groupLimit', { group: group.code }),
                  value: money(group.limit_minor, group.currency),
                },
                { name: t('credit.groupExposure'), value: money(group.exposure_minor, group.currency) },
              ]
            : []),
        ]}
      />
    </FactBox>
  );
}
