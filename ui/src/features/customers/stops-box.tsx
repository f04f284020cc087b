import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatDay } from '../../kit/format/day';
import { Drawer, FactBox } from '../../kit/side';
import { Answered } from '../../kit/states';
import { Tag } from '../../kit/tag';
import classes from './customers.module.css';
import { InsolvencyPanel } from './insolvency-panel';
import { NewStop, type Stop, StopDetail } from './stop-form';

type Panel = { kind: 'none' | 'new' | 'insolvency' } | { kind: 'stop'; id: number };

/** Stops that hold, and whether the customer is insolvent; each leads to what can be done about it. */
export function StopsBox({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { asOf, mode } = useDesk();
  const [panel, setPanel] = useState<Panel>({ kind: 'none' });
  const stops = useAsk('stops.of_customer', { account, as_of: asOf });
  const found = useAsk('insolvency.of_customer', { account, as_of: asOf });
  const close = () => setPanel({ kind: 'none' });
  const setStop = () => setPanel({ kind: 'new' });
  const showInsolvency = () => setPanel({ kind: 'insolvency' });
  const insolvency = { id: 'customer.insolvency', group: 'page', keys: 'z', run: showInsolvency } as const;
  const stop = { id: 'customer.stop', group: 'page', keys: 'h', run: setStop } as const;
  useActions([
    { ...insolvency, label: t('stops.insolvency.show') },
    ...(mode === 'today' ? [{ ...stop, label: t('stops.set') }] : []),
  ]);
  const open = found.data?.insolvencies.find(
    ({ head }) => head.opened_on <= asOf && (head.closed_on === null || head.closed_on > asOf),
  );
  const shown = panel.kind === 'stop' ? stops.data?.stops.find(({ id }) => id === panel.id) : undefined;
  return (
    <FactBox
      id="stops"
      title={t('stops.box')}
      asOf={asOf}
      why={
        <>
          {mode === 'today' && (
            <Button variant="subtle" size="compact-xs" onClick={setStop}>
              {t('stops.set')}
            </Button>
          )}
          <Button variant="subtle" size="compact-xs" onClick={showInsolvency}>
            {t('stops.insolvency.show')}
          </Button>
        </>
      }
    >
      {open && (
        <p>
          <Tag tone="bad" sign="✕">
            {t('stops.insolvency.since', { day: formatDay(open.head.opened_on, locale) })}
          </Tag>
        </p>
      )}
      <Answered answer={stops}>
        {(data) => <StopList stops={data.stops} onOpen={(id) => setPanel({ kind: 'stop', id })} />}
      </Answered>
      <Drawer title={t('stops.set')} state={panel.kind === 'new' ? 'open' : 'closed'} onClose={close}>
        <NewStop account={account} items={[]} onDone={close} />
      </Drawer>
      <Drawer title={t('stops.change')} state={shown ? 'open' : 'closed'} onClose={close}>
        {shown && <StopDetail key={shown.id} stop={shown} onDone={close} />}
      </Drawer>
      <Drawer
        title={t('stops.insolvency.show')}
        state={panel.kind === 'insolvency' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        <InsolvencyPanel account={account} />
      </Drawer>
    </FactBox>
  );
}

function StopList({ stops, onOpen }: { stops: readonly Stop[]; onOpen: (id: number) => void }) {
  const { t, locale } = useWords();
  const running = stops.filter(({ state }) => state === 'running');
  if (running.length === 0) return <p className={classes.quiet}>{t('stops.none')}</p>;
  return (
    <ul>
      {running.map((stop) => (
        <li key={stop.id} className={classes.letter}>
          <Button variant="subtle" size="compact-xs" onClick={() => onOpen(stop.id)} title={stop.reason}>
            {stop.document_no ?? t('stops.wholeCustomer')}
          </Button>
          <span>{t(`stops.purposeName.${stop.purpose}`)}</span>
          <span>{t('stops.untilDay', { day: formatDay(stop.until_on, locale) })}</span>
        </li>
      ))}
    </ul>
  );
}
