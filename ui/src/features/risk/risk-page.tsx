import { Button } from '@mantine/core';
import { IconHistoryToggle, IconRefresh, IconTable } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Column } from '../../kit/grid/columns';
import { DataGrid, type Picked } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { POINT, RiskGroupTag, usePoints } from '../../kit/score';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import { BacktestPanel } from './backtest';
import { PasteValues } from './paste-values';
import classes from './risk.module.css';
import { ScorePanel } from './score-panel';
import type { ScoreRow } from './types';

type Panel = { what: 'none' } | { what: 'backtest' } | { what: 'paste' } | { what: 'score'; account: string };

/** The scores of all customers, and what is done with them. */
export function RiskPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const setup = useAsk('risk.setup', {});
  const [panel, setPanel] = useState<Panel>({ what: 'none' });
  const update = useAct('risk.update');
  const listing = useListing('risk.list', 'risk.page', {});
  const points = usePoints();
  const columns = useMemo(() => scoreColumns(t, points), [t, points]);
  const run = () => update.mutate({ accounts: [] });
  const close = () => setPanel({ what: 'none' });
  const backtest = () => setPanel({ what: 'backtest' });
  const paste = () => setPanel({ what: 'paste' });
  useActions([
    { id: 'risk.backtest', label: t('risk.backtest'), group: 'page', keys: 'b', run: backtest },
    ...(mode === 'today'
      ? [
          { id: 'risk.update', label: t('risk.update'), group: 'page' as const, keys: 'u', run },
          { id: 'risk.paste', label: t('risk.paste'), group: 'page' as const, keys: 'v', run: paste },
        ]
      : []),
  ]);
  const done = update.data;
  const empty = setup.data?.scoring.length === 0;
  return (
    <Page
      layout="fill"
      title={t('shell.page.risk')}
      about={t('risk.about')}
      actions={
        <>
          <Button variant="default" leftSection={<IconTable size={14} />} disabled={mode === 'past'} onClick={paste}>
            {t('risk.paste')}
          </Button>
          <Button variant="default" leftSection={<IconHistoryToggle size={14} />} onClick={backtest}>
            {t('risk.backtest')}
          </Button>
          <Button
            leftSection={<IconRefresh size={14} />}
            disabled={mode === 'past' || empty}
            loading={update.isPending}
            onClick={run}
          >
            {t('risk.update')}
          </Button>
        </>
      }
    >
      {done && (
        <Note tone="good">
          {t('risk.updated', { count: done.scored, changed: done.changed, warnings: done.with_warnings })}
          {done.without_rate > 0 && ` ${t('risk.withoutRate', { count: done.without_rate })}`}
        </Note>
      )}
      <FormProblem error={update.error} />
      <GroupCounts />
      <DataGrid
        id="risk"
        label={t('shell.page.risk')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.customer_id}
        initialSort={{ column: 'total', order: 'descending' }}
        onOpen={(row) => setPanel({ what: 'score', account: row.account })}
        exportFrom="risk.export"
        acts={
          mode === 'past'
            ? undefined
            : (picked) => (
                <UpdateThese
                  picked={picked}
                  busy={update.isPending}
                  onUpdate={(accounts) => update.mutate({ accounts }, { onSuccess: picked.clear })}
                />
              )
        }
        empty={
          <EmptyState
            title={t(empty ? 'risk.noSetup' : 'risk.emptyTitle')}
            text={t(empty ? 'risk.noSetupText' : 'risk.emptyText')}
            action={
              empty ? (
                <Button onClick={() => void navigate({ to: '/risk-setup' })}>{t('risk.toSetup')}</Button>
              ) : (
                <Button onClick={run}>{t('risk.update')}</Button>
              )
            }
          />
        }
      />
      <Drawer title={t('risk.scoreOf')} state={panel.what === 'score' ? 'open' : 'closed'} onClose={close} width="wide">
        {panel.what === 'score' && <ScorePanel account={panel.account} />}
      </Drawer>
      <Drawer
        title={t('risk.backtest')}
        state={panel.what === 'backtest' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {panel.what === 'backtest' && <BacktestPanel />}
      </Drawer>
      <Drawer title={t('risk.paste')} state={panel.what === 'paste' ? 'open' : 'closed'} onClose={close}>
        {panel.what === 'paste' && <PasteValues onDone={close} />}
      </Drawer>
    </Page>
  );
}

/** How the scores spread over the risk groups. */
function GroupCounts() {
  const { t, locale } = useWords();
  const counts = useAsk('risk.counts', {}, { meanwhile: 'previous' });
  const number = new Intl.NumberFormat(locale);
  const groups = counts.data?.groups ?? [];
  if (groups.length === 0) return null;
  return (
    <ul className={classes.counts} aria-label={t('risk.groups')}>
      {groups.map(({ risk_group: code, customers }) => (
        <li key={code ?? ''}>
          <RiskGroupTag code={code} /> <span className="tabular">{number.format(customers)}</span>
        </li>
      ))}
    </ul>
  );
}

function scoreColumns(t: TFunction, points: (value: number | null) => string): Column<ScoreRow>[] {
  return [
    { id: 'account', kind: 'text', header: t('risk.account'), width: 110, pin: 'left', value: (row) => row.account },
    { id: 'name', kind: 'link', header: t('risk.name'), fit: 'grow', show: 'always', value: (row) => row.name },
    {
      id: 'risk_group',
      kind: 'text',
      header: t('risk.group'),
      width: 150,
      value: (row) => row.risk_group,
      render: (row) => <RiskGroupTag code={row.risk_group} />,
    },
    {
      id: 'total',
      kind: 'count',
      header: t('risk.total'),
      width: 140,
      filter: 'no',
      value: (row) => row.total / POINT,
      render: (row) => <span className="tabular">{points(row.total)}</span>,
    },
    { id: 'warnings', kind: 'count', header: t('risk.warnings'), width: 110, value: (row) => row.warnings },
    { id: 'from_on', kind: 'day', header: t('risk.since'), value: (row) => row.from_on },
    { id: 'scored_on', kind: 'day', header: t('risk.scoredOn'), width: 136, value: (row) => row.scored_on },
  ];
}

type UpdateTheseProps = {
  picked: Picked<ScoreRow>;
  busy: boolean;
  onUpdate: (accounts: string[]) => void;
};

/** The scores of the marked customers, or of all that a filter left, and of nobody else. */
function UpdateThese({ picked, busy, onUpdate }: UpdateTheseProps) {
  const { t } = useWords();
  const run = () => void picked.rows().then((rows) => onUpdate(rows.map((row) => row.account)));
  useActions([{ id: 'marked.scores', label: t('risk.updateThese'), group: 'page', keys: 'a', run }]);
  return (
    <Button variant="default" loading={busy} onClick={run} data-testid="scores-of-marked">
      {t('risk.updateThese')}
    </Button>
  );
}
