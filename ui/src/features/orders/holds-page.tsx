import { Button, SegmentedControl } from '@mantine/core';
import { IconFileExport, IconScale } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { type Decided, DecideForm, ReleaseForm } from './act-forms';
import { useHoldColumns } from './columns';
import { ForcedDone } from './forced-done';
import { ChosenHoldActs, type ListAct } from './hold-chosen';
import { EvaluateForm, ForceManyForm } from './hold-many';
import { RuleChangedNote, useRuleChanged } from './rule-changed';
import type { HoldRow } from './types';
import { useWriteHolds, useWriteStatus } from './write';

const WHICH = ['open', 'mine', 'ready', 'waiting', 'changed', 'all'] as const;
type Which = (typeof WHICH)[number];
type Acting = { what: ListAct; rows: HoldRow[] };
type Many = 'none' | 'evaluate' | 'force';

/** Orders on hold: why, how much, and what to do about it. */
export function HoldsPage() {
  const { t } = useWords();
  const { mode, state } = useDesk();
  const navigate = useNavigate();
  const asked = (useSearch({ strict: false }) as { show?: Which }).show;
  const [which, setWhich] = useState<Which>(WHICH.find((known) => known === asked) ?? 'open');
  const [acting, setActing] = useState<Acting | null>(null);
  const [decided, setDecided] = useState<Decided | null>(null);
  const [many, setMany] = useState<Many>('none');
  const [forced, setForced] = useState<ResponseOf<'holds.force'> | null>(null);
  const [evaluated, setEvaluated] = useState<ResponseOf<'holds.evaluate'> | null>(null);
  const evaluate = useAct('holds.evaluate');
  const write = useWriteHolds();
  const status = useWriteStatus();
  const ruleChanged = useRuleChanged();
  const listing = useListing('holds.list', 'holds.page', {
    all: which === 'all',
    account: null,
    ready_only: which === 'ready',
    waiting_only: which === 'waiting',
    mine_only: which === 'mine',
    changed_only: which === 'changed',
    route: null,
  });
  const columns = useHoldColumns();
  const choose = useAct('companies.choose');
  // A hold is decided in the company of its order.
  const open = (row: HoldRow) => {
    const go = () => void navigate({ to: '/holds/$hold', params: { hold: String(row.hold_id) } });
    if (row.company === state.book?.company_code) go();
    else choose.mutate({ code: row.company }, { onSuccess: go });
  };
  const evaluateAll = () => evaluate.mutate({ hold_ids: [], account: null }, { onSuccess: setEvaluated });
  const evaluateOne = () => setMany('evaluate');
  const forceMany = () => setMany('force');
  const closeMany = () => setMany('none');
  useActions(
    mode === 'past'
      ? []
      : [
          { id: 'holds.evaluate', label: t('holds.evaluate'), group: 'page', keys: 'v', run: evaluateAll },
          { id: 'holds.evaluateOne', label: t('holds.evaluateOne'), group: 'page', keys: 'c', run: evaluateOne },
          { id: 'holds.forceMany', label: t('holds.forceMany'), group: 'page', keys: 'f', run: forceMany },
          { id: 'holds.write', label: t('holds.write'), group: 'page', keys: 'w', run: write.run },
          { id: 'holds.writeStatus', label: t('holds.writeStatus'), group: 'page', keys: 's', run: status.run },
        ],
  );
  const done = (result: Decided) => {
    setDecided(result);
    setActing(null);
  };
  return (
    <Page
      layout="fill"
      title={t('shell.page.holds')}
      about={t('holds.about')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconFileExport size={14} />}
            loading={write.isPending}
            onClick={write.run}
          >
            {t('holds.write')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileExport size={14} />}
            loading={status.isPending}
            onClick={status.run}
          >
            {t('holds.writeStatus')}
          </Button>
          <Button variant="default" disabled={mode === 'past'} onClick={forceMany}>
            {t('holds.forceMany')}
          </Button>
          <Button variant="default" disabled={mode === 'past'} onClick={evaluateOne}>
            {t('holds.evaluateOne')}
          </Button>
          <Button
            leftSection={<IconScale size={14} />}
            disabled={mode === 'past'}
            loading={evaluate.isPending}
            onClick={evaluateAll}
          >
            {t('holds.evaluate')}
          </Button>
        </>
      }
    >
      <FormProblem error={evaluate.error ?? write.error ?? status.error} />
      <RuleChangedNote {...ruleChanged} />
      {evaluated && <Evaluated done={evaluated} />}
      {forced && <ForcedDone done={forced} />}
      {decided && <DecidedNote done={decided} />}
      <DataGrid
        id="holds"
        label={t('shell.page.holds')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.hold_id}
        totalsOf={(open) => [{ currency: open.currency, figures: { amount: open.amount_minor } }]}
        onOpen={open}
        exportFrom="holds.export"
        tools={
          <SegmentedControl
            aria-label={t('holds.which')}
            value={which}
            onChange={(value) => setWhich(value as Which)}
            data={WHICH.map((value) => ({
              value,
              label: t(`holds.${value}`),
            }))}
          />
        }
        acts={
          mode === 'past'
            ? undefined
            : ({ rows, clear }) => (
                <ChosenHoldActs
                  rows={rows}
                  clear={clear}
                  evaluate={(hold_ids) => evaluate.mutateAsync({ hold_ids, account: null }).then(setEvaluated)}
                  onAct={(what, chosen) => setActing({ what, rows: chosen })}
                />
              )
        }
        empty={<EmptyState title={t('holds.emptyTitle')} text={t('holds.emptyText')} />}
      />
      <Drawer
        title={acting ? t(`holds.${acting.what}`) : ''}
        state={acting ? 'open' : 'closed'}
        onClose={() => setActing(null)}
      >
        {acting?.what === 'release' && (
          <ReleaseForm holdIds={idsOf(acting.rows)} onDone={done} onCancel={() => setActing(null)} />
        )}
        {acting && acting.what !== 'release' && (
          <DecideForm
            key={acting.what}
            act={acting.what}
            holdIds={idsOf(acting.rows)}
            onDone={done}
            onCancel={() => setActing(null)}
          />
        )}
      </Drawer>
      <Drawer title={t('holds.evaluateOne')} state={many === 'evaluate' ? 'open' : 'closed'} onClose={closeMany}>
        {many === 'evaluate' && (
          <EvaluateForm
            onDone={(result) => {
              setEvaluated(result);
              closeMany();
            }}
            onCancel={closeMany}
          />
        )}
      </Drawer>
      <Drawer title={t('holds.forceMany')} state={many === 'force' ? 'open' : 'closed'} onClose={closeMany}>
        {many === 'force' && (
          <ForceManyForm
            onDone={(result) => {
              setForced(result);
              closeMany();
            }}
            onCancel={closeMany}
          />
        )}
      </Drawer>
    </Page>
  );
}

function idsOf(rows: readonly HoldRow[]): number[] {
  return rows.map((row) => row.hold_id);
}

/** What an evaluation came to. */
export function Evaluated({ done }: { done: ResponseOf<'holds.evaluate'> }) {
  const { t } = useWords();
  return (
    <>
      <Note tone="good">{t('holds.evaluated', { ...done })}</Note>
      {done.to_post > 0 && <Note>{t('holds.toPost', { count: done.to_post })}</Note>}
      {done.failed > 0 && <Note tone="warn">{t('orders.checkedFailed', { count: done.failed })}</Note>}
    </>
  );
}

/** What a decision came to. */
export function DecidedNote({ done }: { done: Decided }) {
  const { t } = useWords();
  return (
    <>
      {done.decided > 0 && <Note tone="good">{t('holds.decided', { count: done.decided })}</Note>}
      {done.requested > 0 && <Note>{t('holds.requested', { count: done.requested })}</Note>}
      {done.performed.length > 0 && (
        <Note tone="good">{t('holds.performed', { numbers: done.performed.join(', ') })}</Note>
      )}
      {done.perform.length > 0 && <Note tone="warn">{t('holds.performs', { numbers: done.perform.join(', ') })}</Note>}
    </>
  );
}
