import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatMoney } from '../../kit/format/money';
import { Answered, Note } from '../../kit/states';
import type { Checked } from './types';

/** What an order does to the limit, in a sentence with its figures. */
export function LimitNote({ limit }: { limit: NonNullable<Checked['limit']> }) {
  const { t, locale } = useWords();
  const money = (minor: number | null) => formatMoney({ minor: minor ?? 0, currency: limit.currency }, locale);
  const exceeded = limit.outcome === 'exceeded';
  return (
    <div data-testid="limit-check" data-outcome={limit.outcome}>
      <Note tone={exceeded || limit.outcome === 'not_set' ? 'warn' : 'good'}>
        {[
          t(`orders.limitCheck.${limit.outcome}`, {
            number: limit.order_no,
            open: money(limit.open_minor),
            order: money(limit.order_minor),
            balance: money(limit.new_minor),
            limit: money(limit.limit_minor),
            excess: money(limit.excess_minor),
          }),
          limit.of_group ? t('orders.limitCheck.ofGroup') : '',
          exceeded && limit.message === 'error' ? t('orders.limitCheck.stops') : '',
        ]
          .filter(Boolean)
          .join(' ')}
      </Note>
    </div>
  );
}

/** *Check credit limit*: the figures of now. */
export function LimitCheck({ orderNo }: { orderNo: string }) {
  const answer = useAsk('orders.check_limit', {
    order_no: orderNo,
    step: null,
    mode: 'posting',
    order: null,
    perform: false,
  });
  return <Answered answer={answer}>{(limit) => <LimitNote limit={limit} />}</Answered>;
}
