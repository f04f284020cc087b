import { Button, SegmentedControl } from '@mantine/core';
import { IconChecks, IconFolder, IconHelp, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { FormActs } from '../../kit/form';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { PoolField } from '../../kit/pool-field';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { ForceForm } from './act-forms';
import { useOrderColumns } from './columns';
import { ForcedDone } from './forced-done';
import { OrderFolderForm } from './order-folder';
import { type Begun, OrderForm } from './order-form';
import { TryForm } from './try-form';
import type { OrderRow, State } from './types';

type Which = 'open' | 'held' | 'only_checked' | 'all';
const HELD: State[] = ['on_hold', 'in_approval'];

/** Every order with its credit status; a new one is typed and checked here. */
export function OrdersPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [which, setWhich] = useState<Which>('open');
  const [form, setForm] = useState<'order' | 'folder' | 'pool' | 'try' | 'closed'>('closed');
  const [begun, setBegun] = useState<Begun | null>(null);
  const [holding, setHolding] = useState<OrderRow[] | null>(null);
  const [forced, setForced] = useState<ResponseOf<'holds.force'> | null>(null);
  const check = useAct('orders.check_all');
  const listing = useListing('orders.list', 'orders.page', {
    account: null,
    states: which === 'held' ? HELD : [],
    open_only: which === 'open',
    only_checked: which === 'only_checked',
  });
  const columns = useOrderColumns();
  const go = (order: string) => void navigate({ to: '/orders/$order', params: { order } });
  const add = () => {
    setBegun(null);
    setForm('order');
  };
  const tryOne = () => setForm('try');
  const folder = () => setForm('folder');
  const checkAll = () => check.mutate({ account: null, order_nos: [] });
  const pools = useAsk('pools.list', {});
  const withPools = (pools.data?.pools.length ?? 0) > 0;
  const choosePool = () => setForm('pool');
  useActions(
    mode === 'past'
      ? []
      : [
          { id: 'orders.new', label: t('orders.new'), group: 'page', keys: 'n', run: add },
          { id: 'orders.try', label: t('orders.try'), group: 'page', keys: 't', run: tryOne },
          { id: 'orders.folder', label: t('orders.folder'), group: 'page', keys: 'o', run: folder },
          { id: 'orders.checkAll', label: t('orders.checkAll'), group: 'page', keys: 'k', run: checkAll },
          ...(withPools
            ? [
                {
                  id: 'orders.checkPool',
                  label: t('orders.checkPool'),
                  group: 'page' as const,
                  keys: 'p',
                  run: choosePool,
                },
              ]
            : []),
        ],
  );
  const newOrder = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('orders.new')}
    </Button>
  );
  return (
    <Page
      layout="fill"
      title={t('shell.page.orders')}
      about={t('orders.about')}
      actions={
        <>
          <Button variant="default" leftSection={<IconFolder size={14} />} disabled={mode === 'past'} onClick={folder}>
            {t('orders.folder')}
          </Button>
          <Button variant="default" leftSection={<IconHelp size={14} />} disabled={mode === 'past'} onClick={tryOne}>
            {t('orders.try')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconChecks size={14} />}
            disabled={mode === 'past'}
            loading={check.isPending}
            onClick={checkAll}
          >
            {t('orders.checkAll')}
          </Button>
          {withPools && (
            <Button variant="default" disabled={mode === 'past'} onClick={choosePool} data-testid="check-pool">
              {t('orders.checkPool')}
            </Button>
          )}
          {newOrder}
        </>
      }
    >
      <FormProblem error={check.error} />
      {check.data && <ChecksDone done={check.data} />}
      {forced && <ForcedDone done={forced} />}
      <DataGrid
        id="orders"
        label={t('shell.page.orders')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.id}
        onOpen={(row) => go(row.order_no)}
        exportFrom="orders.export"
        tools={
          <SegmentedControl
            aria-label={t('orders.which')}
            value={which}
            onChange={(value) => setWhich(value as Which)}
            data={[
              { value: 'open', label: t('orders.open') },
              { value: 'held', label: t('orders.held') },
              { value: 'only_checked', label: t('orders.onlyChecked') },
              { value: 'all', label: t('orders.all') },
            ]}
          />
        }
        acts={
          mode === 'past'
            ? undefined
            : ({ rows, clear }) => (
                <>
                  <Button
                    variant="default"
                    loading={check.isPending}
                    onClick={() =>
                      void rows()
                        .then((chosen) =>
                          check.mutateAsync({ account: null, order_nos: chosen.map((row) => row.order_no) }),
                        )
                        .then(clear)
                        .catch(() => undefined)
                    }
                  >
                    {t('orders.checkChosen')}
                  </Button>
                  <Button variant="default" color="red" onClick={() => void rows().then(setHolding)}>
                    {t('orders.holdChosen')}
                  </Button>
                </>
              )
        }
        empty={<EmptyState title={t('orders.emptyTitle')} text={t('orders.emptyText')} action={newOrder} />}
      />
      <Drawer
        title={t('orders.folder')}
        state={form === 'folder' ? 'open' : 'closed'}
        onClose={() => setForm('closed')}
      >
        {form === 'folder' && <OrderFolderForm onDone={() => setForm('closed')} />}
      </Drawer>
      <Drawer
        title={t('orders.checkPool')}
        state={form === 'pool' ? 'open' : 'closed'}
        onClose={() => setForm('closed')}
      >
        {form === 'pool' && (
          <CheckPool
            onCheck={(pool) => {
              setForm('closed');
              check.mutate({ account: null, order_nos: [], pool });
            }}
          />
        )}
      </Drawer>
      <Drawer title={t('orders.try')} state={form === 'try' ? 'open' : 'closed'} onClose={() => setForm('closed')}>
        {form === 'try' && (
          <TryForm
            onSave={(known) => {
              setBegun(known);
              setForm('order');
            }}
            onCancel={() => setForm('closed')}
          />
        )}
      </Drawer>
      <Drawer title={t('orders.new')} state={form === 'order' ? 'open' : 'closed'} onClose={() => setForm('closed')}>
        {form === 'order' && (
          <OrderForm
            stored={null}
            begun={begun}
            onDone={(order) => go(order.order_no)}
            onCancel={() => setForm('closed')}
          />
        )}
      </Drawer>
      <Drawer title={t('orders.forceTitle')} state={holding ? 'open' : 'closed'} onClose={() => setHolding(null)}>
        {holding && (
          <ForceForm
            orderNos={holding.map((row) => row.order_no)}
            onDone={(done) => {
              setForced(done);
              setHolding(null);
            }}
            onCancel={() => setHolding(null)}
          />
        )}
      </Drawer>
    </Page>
  );
}

/** Which pool's orders are checked again. */
function CheckPool({ onCheck }: { onCheck: (pool: string) => void }) {
  const { t } = useWords();
  const [pool, setPool] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (pool) onCheck(pool);
      }}
    >
      <PoolField value={pool} onChange={setPool} />
      <FormActs>
        <Button type="submit" disabled={!pool}>
          {t('orders.checkPoolNow')}
        </Button>
      </FormActs>
    </form>
  );
}

function ChecksDone({ done }: { done: ResponseOf<'orders.check_all'> }) {
  const { t } = useWords();
  return (
    <>
      <Note tone="good">{t('orders.checkedAll', { ...done, newly: done.newly_held })}</Note>
      {done.failed > 0 && <Note tone="warn">{t('orders.checkedFailed', { count: done.failed })}</Note>}
      {done.rejected > 0 && <Note>{t('orders.checkedRejected', { count: done.rejected })}</Note>}
    </>
  );
}
