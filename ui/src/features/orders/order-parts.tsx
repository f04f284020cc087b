import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { FactBox, Facts } from '../../kit/side';
import { Table } from '../../kit/table';
import { useReasonName } from './reason-field';
import type { Order } from './types';

/** What the order is. */
export function OrderFacts({ order }: { order: Order }) {
  const { t } = useWords();
  const { currency } = order;
  const money = (minor: number) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  const own = t('orders.customersOwn');
  return (
    <FactBox title={t('orders.facts')}>
      <Facts
        facts={[
          { name: t('orders.day'), value: <DayText day={order.ordered_on} /> },
          {
            name: t('orders.step'),
            value: order.step ? t(`orders.stepName.${order.step as 'entry'}`) : t('kit.none'),
          },
          { name: t('orders.amount'), value: money(order.amount_minor) },
          { name: t('orders.openAmount'), value: money(order.open_minor) },
          { name: t('orders.tax'), value: money(order.tax_minor) },
          { name: t('orders.prepaid'), value: money(order.prepaid_minor) },
          { name: t('orders.terms'), value: order.terms ?? own },
          { name: t('orders.discount'), value: order.discount ?? own },
          { name: t('orders.deliverTo'), value: order.deliver_to ?? t('kit.none') },
          { name: t('orders.suspicion'), value: t(`orders.suspicionName.${order.suspicion}`) },
          { name: t('orders.origin'), value: t(`orders.originName.${order.origin}`) },
          { name: t('orders.exclusion'), value: t(`orders.exclusionName.${order.exclusion}`) },
          { name: t('orders.reservedUntil'), value: <DayText day={order.reserved_until} /> },
        ]}
      />
    </FactBox>
  );
}

/** The lines, where the order has some. */
export function Lines({ order }: { order: Order }) {
  const { t } = useWords();
  if (order.lines.length === 0) return null;
  const rows = order.lines.map((line, place) => ({ ...line, place }));
  return (
    <Section title={t('orders.lines')}>
      <Table
        label={t('orders.lines')}
        rows={rows}
        keyOf={(row) => String(row.place)}
        columns={[
          { id: 'item', header: t('orders.item'), cell: (row) => row.item },
          { id: 'text', header: t('orders.text'), cell: (row) => row.text },
          { id: 'quantity', header: t('orders.quantity'), align: 'right', cell: (row) => row.quantity },
          { id: 'price', header: t('orders.price'), align: 'right', cell: (row) => row.price },
          {
            id: 'amount',
            header: t('orders.amount'),
            align: 'right',
            cell: (row) =>
              row.amount_minor === null ? null : (
                <MoneyText money={{ minor: row.amount_minor, currency: order.currency }} />
              ),
          },
        ]}
      />
    </Section>
  );
}

/** What was delivered and is not invoiced. */
export function Deliveries({ order }: { order: Order }) {
  const { t } = useWords();
  if (order.deliveries.length === 0) return null;
  return (
    <Section title={t('orders.deliveries')}>
      <Table
        label={t('orders.deliveries')}
        rows={order.deliveries}
        keyOf={(row) => row.delivery_no}
        columns={[
          { id: 'number', header: t('orders.delivery'), cell: (row) => row.delivery_no },
          { id: 'day', header: t('orders.day'), cell: (row) => <DayText day={row.delivered_on} /> },
          {
            id: 'amount',
            header: t('orders.amount'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} />,
          },
        ]}
      />
    </Section>
  );
}

/** Every check; one opens to the rules of its day. */
export function Checks({ order, onOpen }: { order: Order; onOpen: (checkId: number) => void }) {
  const { t } = useWords();
  if (order.checks.length === 0) return null;
  return (
    <Section title={t('orders.checks')}>
      <Table
        label={t('orders.checks')}
        rows={order.checks}
        keyOf={(row) => String(row.id)}
        onOpen={(row) => onOpen(row.id)}
        columns={[
          {
            id: 'day',
            header: t('orders.checkedOn'),
            opens: 'yes',
            cell: (row) => <DayText day={row.checked_on} />,
          },
          { id: 'step', header: t('orders.step'), cell: (row) => t(`orders.stepName.${row.step}`) },
          { id: 'mode', header: t('orders.mode'), cell: (row) => t(`orders.modeName.${row.mode}`) },
          { id: 'result', header: t('orders.result'), cell: (row) => t(`orders.verdictName.${row.verdict}`) },
          { id: 'user', header: t('orders.user'), cell: (row) => row.user },
        ]}
      />
    </Section>
  );
}

/** Every change of the credit status. */
export function History({ rows }: { rows: Order['history'] }) {
  const { t } = useWords();
  const reasonName = useReasonName();
  if (rows.length === 0) return null;
  return (
    <Section title={t('orders.history')}>
      <Table
        label={t('orders.history')}
        rows={rows}
        keyOf={(row) => String(row.id)}
        columns={[
          { id: 'day', header: t('orders.day'), cell: (row) => <DayText day={row.changed_on} /> },
          { id: 'event', header: t('orders.event'), cell: (row) => t(`orders.eventName.${row.event as 'checked'}`) },
          { id: 'before', header: t('orders.before'), cell: (row) => t(`orders.stateName.${row.old}`) },
          { id: 'after', header: t('orders.after'), cell: (row) => t(`orders.stateName.${row.new}`) },
          { id: 'step', header: t('orders.step'), cell: (row) => row.step && t(`orders.stepName.${row.step}`) },
          { id: 'reason', header: t('orders.reason'), cell: (row) => row.reason && reasonName(row.reason) },
          { id: 'comment', header: t('orders.comment'), cell: (row) => row.comment },
          { id: 'user', header: t('orders.user'), cell: (row) => row.user },
        ]}
      />
    </Section>
  );
}
