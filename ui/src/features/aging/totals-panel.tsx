import { SegmentedControl } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useWords } from '../../i18n';
import { Chart } from '../../kit/chart/chart';
import { periodBars } from '../../kit/chart/period-bars';
import { AgeSign, MoneyText } from '../../kit/figures';
import { Card } from '../../kit/page';
import { periodName, periodStep } from '../../kit/period';
import type { ChartColours } from '../../kit/theme/chart';
import classes from './aging.module.css';
import type { AgingListing } from './types';

/** Totals per period as bars, and beside them the same figures. Currencies don't share an axis. */
export function TotalsPanel({ listing }: { listing: AgingListing }) {
  const { t, locale } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const total = listing.totals.find((other) => other.currency === chosen) ?? listing.totals[0];
  const option = useCallback(
    (colours: ChartColours) =>
      periodBars({
        colours,
        locale,
        currency: total?.currency ?? '',
        bars: listing.periods.map((period, index) => ({
          name: periodName(period, t),
          minor: total?.period_minor[index] ?? 0,
          step: periodStep(listing.periods, index),
        })),
      }),
    [listing.periods, total, locale, t],
  );
  if (!total) return null;
  return (
    <Card>
      <div className={classes.totals}>
        <Chart label={t('aging.chartLabel', { currency: total.currency })} height={132} option={option} />
        <div className={classes.figures}>
          {listing.totals.length > 1 && (
            <SegmentedControl
              aria-label={t('aging.column.currency')}
              value={total.currency}
              onChange={setChosen}
              data={listing.totals.map(({ currency }) => currency)}
            />
          )}
          <dl className={classes.list}>
            {listing.periods.map((period, index) => (
              <div key={period.id} className={classes.line}>
                <dt>
                  <AgeSign step={periodStep(listing.periods, index)} /> {periodName(period, t)}
                </dt>
                <dd>
                  <MoneyText money={{ minor: total.period_minor[index] ?? 0, currency: total.currency }} />
                </dd>
              </div>
            ))}
            <div className={`${classes.line} ${classes.sum}`}>
              <dt>{t('kit.totalIn', { currency: total.currency })}</dt>
              <dd>
                <MoneyText money={{ minor: total.total_minor, currency: total.currency }} />
              </dd>
            </div>
          </dl>
        </div>
      </div>
    </Card>
  );
}
