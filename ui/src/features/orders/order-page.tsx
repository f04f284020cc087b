import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, Note } from '../../kit/states';
import { ForceForm, OrderActForm } from './act-forms';
import { CheckAnswer } from './answer';
import { CheckForm } from './check-form';
import { CheckTrace } from './check-trace';
import { StateTag } from './columns';
import { ExcludeForm } from './exclude-form';
import { LimitCheck } from './limit-check';
import { OrderForm } from './order-form';
import { Checks, Deliveries, History, Lines, OrderFacts } from './order-parts';
import { SlipWritten, useReleaseSlip } from './release-slip';
import type { Checked, Order } from './types';

/** One order: what it is, where it stands, what was checked and decided. */
export function OrderPage() {
  const { t } = useWords();
  const { order } = useParams({ strict: false }) as { order: string };
  const navigate = useNavigate();
  const found = useAsk('orders.get', { order_no: order });
  const back = () => void navigate({ to: '/orders' });
  useActions([{ id: 'orders.back', label: t('orders.back'), group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
      {t('orders.back')}
    </Button>
  );
  return found.data ? (
    <Loaded key={order} order={found.data} above={above} />
  ) : (
    <Page title={t('orders.title', { number: order })} above={above}>
      <Answered answer={found}>{() => null}</Answered>
    </Page>
  );
}

type Panel = 'none' | 'check' | 'limit' | 'edit' | 'exclude' | 'cancel' | 'reopen' | 'force' | number;

function Loaded({ order, above }: { order: Order; above: React.ReactNode }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [panel, setPanel] = useState<Panel>('none');
  const [checked, setChecked] = useState<Checked | null>(null);
  const slip = useReleaseSlip(order);
  const close = () => setPanel('none');
  const isOut = order.state === 'rejected' || order.state === 'cancelled';
  const isHeld = order.hold_id !== null;
  const openHold = () => void navigate({ to: '/holds/$hold', params: { hold: String(order.last_hold_id) } });
  const acts: Action[] = [];
  const act = (id: string, label: string, keys: string, run: () => void) =>
    acts.push({ id: `orders.${id}`, label, group: 'page', keys, run });
  if (order.last_hold_id !== null) act('hold', t('holds.title', { number: order.order_no }), 'h', openHold);
  if (order.state === 'released') act('slip', t('orders.slip'), 'p', slip.run);
  if (mode === 'today' && !isOut) {
    act('check', t('orders.check'), 'k', () => setPanel('check'));
    act('limit', t('orders.checkLimit'), 'l', () => setPanel('limit'));
    if (order.arrived) act('edit', t('orders.edit'), 'e', () => setPanel('edit'));
    act('exclude', t('orders.exclude'), 'a', () => setPanel('exclude'));
    if (!isHeld) act('force', t('orders.force'), 'f', () => setPanel('force'));
    if (!isHeld) act('cancel', t('orders.cancel'), 'z', () => setPanel('cancel'));
  }
  if (mode === 'today' && isOut) act('reopen', t('orders.reopen'), 'y', () => setPanel('reopen'));
  useActions(acts);
  return (
    <Page
      title={t('orders.title', { number: order.order_no })}
      above={above}
      about={
        <>
          <StateTag state={order.state} />{' '}
          {(order.state === 'on_hold' || order.state === 'in_approval') && `${t('orders.sentToCredit')} `}
          {`${order.account} · ${order.name}`}
          {order.ordered_by && ` · ${t('orders.orderedBy', { account: order.ordered_by })}`}
        </>
      }
      actions={acts.map((one) => (
        <Button
          key={one.id}
          variant={one.id === 'orders.check' ? 'filled' : 'default'}
          color={['orders.force', 'orders.cancel'].includes(one.id) ? 'red' : undefined}
          onClick={one.run}
        >
          {one.label}
        </Button>
      ))}
      aside={<OrderFacts order={order} />}
    >
      {!order.arrived && <Note>{t('orders.notArrived')}</Note>}
      {checked && <CheckAnswer checked={checked} />}
      <SlipWritten slip={slip} />
      <Lines order={order} />
      <Deliveries order={order} />
      <Checks order={order} onOpen={setPanel} />
      <History rows={order.history} />
      <Drawer title={t('orders.check')} state={panel === 'check' ? 'open' : 'closed'} onClose={close}>
        {panel === 'check' && (
          <CheckForm
            order={order}
            onDone={(answer) => {
              setChecked(answer);
              close();
            }}
            onCancel={close}
          />
        )}
      </Drawer>
      <Drawer title={t('orders.checkLimit')} state={panel === 'limit' ? 'open' : 'closed'} onClose={close}>
        {panel === 'limit' && <LimitCheck orderNo={order.order_no} />}
      </Drawer>
      <Drawer title={t('orders.edit')} state={panel === 'edit' ? 'open' : 'closed'} onClose={close}>
        {panel === 'edit' && <OrderForm stored={order} onDone={close} onCancel={close} />}
      </Drawer>
      <Drawer title={t('orders.exclude')} state={panel === 'exclude' ? 'open' : 'closed'} onClose={close}>
        {panel === 'exclude' && <ExcludeForm order={order} onDone={close} />}
      </Drawer>
      <Drawer title={t('orders.forceTitle')} state={panel === 'force' ? 'open' : 'closed'} onClose={close}>
        {panel === 'force' && <ForceForm orderNos={[order.order_no]} onDone={close} onCancel={close} />}
      </Drawer>
      <Drawer
        title={t(panel === 'reopen' ? 'orders.reopenTitle' : 'orders.cancelTitle', { number: order.order_no })}
        state={panel === 'cancel' || panel === 'reopen' ? 'open' : 'closed'}
        onClose={close}
      >
        {(panel === 'cancel' || panel === 'reopen') && (
          <OrderActForm act={panel} orderNo={order.order_no} onDone={close} />
        )}
      </Drawer>
      <Drawer
        title={t('holds.check')}
        state={typeof panel === 'number' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {typeof panel === 'number' && <ExplainedCheck checkId={panel} />}
      </Drawer>
    </Page>
  );
}

function ExplainedCheck({ checkId }: { checkId: number }) {
  const check = useAsk('orders.explain', { check_id: checkId });
  return <Answered answer={check}>{(data) => <CheckTrace check={data} />}</Answered>;
}
