import { Button, SegmentedControl } from '@mantine/core';
import { IconFileExport, IconScale } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
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
import type { HoldRow } from './types';
import { useWriteHolds } from './write';

type Which = 'open' | 'ready' | 'waiting' | 'all';
type Acting = { what: 'release' | 'reject'; rows: HoldRow[] };

/** Orders on hold: why, how much, and what to do about it. */
export function HoldsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [which, setWhich] = useState<Which>('open');
  const [acting, setActing] = useState<Acting | null>(null);
  const [decided, setDecided] = useState<Decided | null>(null);
  const evaluate = useAct('holds.evaluate');
  const write = useWriteHolds();
  const listing = useListing('holds.list', 'holds.page', {
    all: which === 'all',
    account: null,
    ready_only: which === 'ready',
    waiting_only: which === 'waiting',
  });
  const columns = useHoldColumns();
  const evaluateAll = () => evaluate.mutate({ hold_ids: [], account: null });
  useActions(
    mode === 'past'
      ? []
      : [
          { id: 'holds.evaluate', label: t('holds.evaluate'), group: 'page', keys: 'v', run: evaluateAll },
          { id: 'holds.write', label: t('holds.write'), group: 'page', keys: 'w', run: write.run },
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
      <FormProblem error={evaluate.error ?? write.error} />
      {evaluate.data && <Evaluated done={evaluate.data} />}
      {decided && <DecidedNote done={decided} />}
      <DataGrid
        id="holds"
        label={t('shell.page.holds')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.hold_id}
        totalsOf={(open) => [{ currency: open.currency, figures: { amount: open.amount_minor } }]}
        onOpen={(row) => void navigate({ to: '/holds/$hold', params: { hold: String(row.hold_id) } })}
        exportFrom="holds.export"
        tools={
          <SegmentedControl
            aria-label={t('holds.which')}
            value={which}
            onChange={(value) => setWhich(value as Which)}
            data={(['open', 'ready', 'waiting', 'all'] as const).map((value) => ({
              value,
              label: t(`holds.${value}`),
            }))}
          />
        }
        acts={
          mode === 'past'
            ? undefined
            : ({ rows, clear }) => (
                <>
                  <Button
                    variant="default"
                    onClick={() =>
                      void rows()
                        .then((chosen) =>
                          evaluate.mutateAsync({ hold_ids: chosen.map((row) => row.hold_id), account: null }),
                        )
                        .then(clear)
                        .catch(() => undefined)
                    }
                  >
                    {t('holds.evaluateChosen')}
                  </Button>
                  <Button onClick={() => void rows().then((chosen) => setActing({ what: 'release', rows: chosen }))}>
                    {t('holds.releaseChosen')}
                  </Button>
                  <Button
                    variant="default"
                    color="red"
                    onClick={() => void rows().then((chosen) => setActing({ what: 'reject', rows: chosen }))}
                  >
                    {t('holds.rejectChosen')}
                  </Button>
                </>
              )
        }
        empty={<EmptyState title={t('holds.emptyTitle')} text={t('holds.emptyText')} />}
      />
      <Drawer
        title={acting?.what === 'reject' ? t('holds.reject') : t('holds.release')}
        state={acting ? 'open' : 'closed'}
        onClose={() => setActing(null)}
      >
        {acting?.what === 'release' && (
          <ReleaseForm holdIds={idsOf(acting.rows)} onDone={done} onCancel={() => setActing(null)} />
        )}
        {acting?.what === 'reject' && (
          <DecideForm act="reject" holdIds={idsOf(acting.rows)} onDone={done} onCancel={() => setActing(null)} />
        )}
      </Drawer>
    </Page>
  );
}

function idsOf(rows: readonly HoldRow[]): number[] {
  return rows.map((row) => row.hold_id);
}

function Evaluated({ done }: { done: ResponseOf<'holds.evaluate'> }) {
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
      {done.perform.length > 0 && <Note tone="warn">{t('holds.performs', { numbers: done.perform.join(', ') })}</Note>}
    </>
  );
}
