import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import type { Component } from '../../kit/exposure';
import { ExposureItems } from '../../kit/exposure-items';
import { formatDay } from '../../kit/format/day';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { type Decided, DecideForm, type HoldAct, ReleaseForm } from './act-forms';
import { CheckTrace } from './check-trace';
import { StateTag } from './columns';
import { HoldExposure, HoldFacts } from './hold-aside';
import { HoldBalance } from './hold-balance';
import { HoldNote } from './hold-note';
import { DecidedNote, Evaluated } from './holds-page';
import { History } from './order-parts';
import { Reasons } from './reasons';
import { RuleChangedNote } from './rule-changed';
import type { Explained } from './types';

/** One hold: why, what stands behind it, what is at risk, and every decision. */
export function HoldPage() {
  const { t } = useWords();
  const { hold } = useParams({ strict: false }) as { hold: string };
  const navigate = useNavigate();
  const found = useAsk('holds.explain', { hold_id: Number(hold) });
  const back = () => void navigate({ to: '/holds' });
  useActions([{ id: 'holds.back', label: t('holds.back'), group: 'page', keys: 'Escape', run: back }]);
  const above = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={14} />} onClick={back}>
      {t('holds.back')}
    </Button>
  );
  return found.data ? (
    <Loaded key={hold} explained={found.data} above={above} />
  ) : (
    <Page title={t('shell.page.holds')} above={above}>
      <Answered answer={found}>{() => null}</Answered>
    </Page>
  );
}

type Panel = 'none' | 'release' | HoldAct;

/** What can be decided now, with its key. */
function actsOf(explained: Explained): [Exclude<Panel, 'none'>, string][] {
  const { hold, request } = explained;
  if (hold.state === 'on_hold') {
    return [
      ['release', 'r'],
      ['approve', 'y'],
      ['reject', 'x'],
      ['cancel', 'z'],
    ];
  }
  if (hold.state === 'in_approval') {
    const signing: [Exclude<Panel, 'none'>, string][] = request?.granted
      ? [['release', 'r']]
      : [
          ['approve', 'y'],
          ['decline', 'd'],
        ];
    return [...signing, ['recall', 'b']];
  }
  return hold.state === 'released' || hold.state === 'rejected' ? [['undo', 'u']] : [];
}

function Loaded({ explained, above }: { explained: Explained; above: React.ReactNode }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [panel, setPanel] = useState<Panel>('none');
  const [part, setPart] = useState<Component | null>(null);
  const [decided, setDecided] = useState<Decided | null>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const { hold, request } = explained;
  const acts = mode === 'past' ? [] : actsOf(explained);
  const order = () => void navigate({ to: '/orders/$order', params: { order: hold.order_no } });
  const credit = () => void navigate({ to: '/credit/$account', params: { account: hold.account } });
  const actions: Action[] = acts.map(([act, keys]) => ({
    id: `holds.${act}`,
    label: t(`holds.${act}`),
    group: 'page',
    keys,
    run: () => setPanel(act),
  }));
  useActions([
    ...actions,
    { id: 'holds.order', label: t('holds.openOrder'), group: 'page', keys: 'o', run: order },
    ...(mode === 'past'
      ? []
      : [
          {
            id: 'holds.note',
            label: t('holds.note'),
            group: 'page' as const,
            keys: 'n',
            run: () => noteField.current?.focus(),
          },
        ]),
    { id: 'holds.credit', label: t('holds.openCredit'), group: 'page', keys: 'l', run: credit },
  ]);
  const assign = useAct('holds.assign');
  const evaluate = useAct('holds.evaluate');
  const isOpen = mode !== 'past' && (hold.state === 'on_hold' || hold.state === 'in_approval');
  const takes: Action[] = isOpen
    ? [
        {
          id: 'holds.take',
          label: t('holds.take'),
          group: 'page',
          keys: 'm',
          run: () => assign.mutate({ hold_ids: [hold.hold_id], to: null }),
        },
        {
          id: 'holds.evaluateThis',
          label: t('holds.evaluate'),
          group: 'page',
          keys: 'v',
          run: () => evaluate.mutate({ hold_ids: [hold.hold_id], account: null }),
        },
      ]
    : [];
  useActions(takes);
  const close = () => setPanel('none');
  const done = (result: Decided) => {
    setDecided(result);
    close();
  };
  const form = { holdIds: [hold.hold_id], onDone: done, onCancel: close };
  return (
    <Page
      title={t('holds.title', { number: hold.order_no })}
      above={above}
      about={
        <>
          <StateTag state={hold.state} /> {`${hold.account} · ${hold.name}`}
        </>
      }
      actions={
        <>
          <Button variant="default" onClick={order}>
            {t('holds.openOrder')}
          </Button>
          {takes.map((one) => (
            <Button key={one.id} variant="default" onClick={one.run}>
              {one.label}
            </Button>
          ))}
          {actions.map((one) => (
            <Button
              key={one.id}
              variant={one.id === 'holds.release' ? 'filled' : 'default'}
              color={['holds.reject', 'holds.cancel', 'holds.decline'].includes(one.id) ? 'red' : undefined}
              onClick={one.run}
            >
              {one.label}
            </Button>
          ))}
        </>
      }
      aside={
        <>
          <HoldExposure explained={explained} onPart={setPart} />
          <HoldBalance account={hold.account} />
          <HoldFacts explained={explained} />
        </>
      }
    >
      <FormProblem error={assign.error ?? evaluate.error} />
      {evaluate.data && <Evaluated done={evaluate.data} />}
      {decided && <DecidedNote done={decided} />}
      {hold.waits_for.length > 0 && (
        <Note tone="warn">
          {t('holds.waitsFor', { roles: hold.waits_for.map((role) => t(`users.role.${role}`)).join(' → ') })}
        </Note>
      )}
      {explained.stuck && (
        <Note tone="warn">
          {explained.stuck.left
            ? t('holds.stuckLeft', { role: t(`users.role.${explained.stuck.role}`), user: explained.stuck.left })
            : t('holds.stuck', { role: t(`users.role.${explained.stuck.role}`) })}
        </Note>
      )}
      {request && (
        <Note>
          {t('holds.asked', {
            user: request.asked_by,
            what: t(`holds.askedFor.${request.wanted === 'reject' ? 'reject' : 'release'}`),
            day: formatDay(request.asked_on, locale),
            comment: request.comment,
          })}{' '}
          {request.granted && t('holds.granted')}
        </Note>
      )}
      {hold.rule_changed && <RuleChangedNote count={1} />}
      {hold.posting_asked && <Note tone="good">{t('holds.postingAsked')}</Note>}
      {hold.modified && <Note>{t('holds.modified')}</Note>}
      <Reasons explained={explained} />
      {explained.check && (
        <Section title={t('holds.check')}>
          <CheckTrace check={explained.check} facts="left_out" />
        </Section>
      )}
      {mode === 'today' && <HoldNote key={hold.hold_id} holdId={hold.hold_id} field={noteField} />}
      <History rows={explained.history} />
      <Drawer
        title={part ? t(`credit.part.${part}`) : ''}
        state={part ? 'open' : 'closed'}
        onClose={() => setPart(null)}
        width="wide"
      >
        {part && <ExposureItems account={hold.account} component={part} />}
      </Drawer>
      <Drawer
        title={panel === 'none' ? '' : t(`holds.${panel}`)}
        state={panel === 'none' ? 'closed' : 'open'}
        onClose={close}
      >
        {panel === 'release' && <ReleaseForm {...form} />}
        {panel !== 'none' && panel !== 'release' && <DecideForm key={panel} act={panel} {...form} />}
      </Drawer>
    </Page>
  );
}
