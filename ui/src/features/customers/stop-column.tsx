import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatDay } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { Tag } from '../../kit/tag';
import { ItemLimitation } from './item-limitation';
import { NewStop } from './stop-form';
import type { TransactionRow } from './types';

/** The mark of a running stop, where there is one, and the day after which an invoice is time-barred. */
export function useStopColumns(account: string): Column<TransactionRow>[] {
  const { t, locale } = useWords();
  const { asOf } = useDesk();
  const stops = useAsk('stops.of_customer', { account, as_of: asOf });
  const limits = useAsk('limitation.of_customer', { account, as_of: asOf });
  return useMemo(() => {
    const running = (stops.data?.stops ?? []).filter(({ state }) => state === 'running');
    const whole = running.find(({ transaction_id }) => transaction_id === null);
    const byItem = new Map(running.map((stop) => [stop.transaction_id, stop]));
    const stopOf = (row: TransactionRow) =>
      row.open_minor > 0 ? (byItem.get(row.transaction_id) ?? whole) : undefined;
    const lastDays = new Map((limits.data?.items ?? []).map((item) => [item.transaction_id, item.last_day]));
    const mark: Column<TransactionRow> = {
      id: 'stop',
      kind: 'text',
      header: t('stops.mark'),
      width: 118,
      value: (row) => {
        const stop = stopOf(row);
        return stop ? t('stops.untilDay', { day: formatDay(stop.until_on, locale) }) : '';
      },
      render: (row) => {
        const stop = stopOf(row);
        if (!stop) return null;
        const day = formatDay(stop.until_on, locale);
        const purpose = t(`stops.purposeName.${stop.purpose}`);
        return (
          <span title={t('stops.markTitle', { purpose, day, reason: stop.reason })}>
            <Tag tone="accent" sign="‖">
              {t('stops.untilDay', { day })}
            </Tag>
          </span>
        );
      },
    };
    const barred: Column<TransactionRow> = {
      id: 'time_barred',
      kind: 'day',
      header: t('stops.limitation.lastDay'),
      width: 130,
      show: 'on_request',
      value: (row) => lastDays.get(row.transaction_id) ?? null,
    };
    return running.length > 0 ? [mark, barred] : [barred];
  }, [stops.data, limits.data, t, locale]);
}

/** What can be done about the stop and the limitation of one item. */
export function ItemDeadlines({ account, row }: { account: string; row: TransactionRow }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  if (row.amount_minor <= 0) return null;
  return (
    <>
      {mode === 'today' &&
        (form === 'open' ? (
          <NewStop
            account={account}
            items={[{ id: row.transaction_id, document: row.document_no }]}
            onDone={() => setForm('closed')}
          />
        ) : (
          <div>
            <Button variant="default" onClick={() => setForm('open')}>
              {t('stops.setItem')}
            </Button>
          </div>
        ))}
      <ItemLimitation account={account} row={row} />
    </>
  );
}
