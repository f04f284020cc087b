import { Button, SegmentedControl, Select } from '@mantine/core';
import {
  IconAdjustments,
  IconChartBar,
  IconChartLine,
  IconHistory,
  IconPrinter,
  IconRefresh,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useStored } from '../../data/stored';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { AgingTrend } from '../../kit/aging-trend';
import { formatDay, formatInstant } from '../../kit/format/day';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Note, Problem } from '../../kit/states';
import { AgingGrid } from './aging-grid';
import { useBasisChoice } from './basis-choice';
import { History } from './history';
import { RunForm } from './run-form';
import { TotalsPanel } from './totals-panel';
import { AGE_BY, type AgeBy, type AgingListing } from './types';

type Panel = 'none' | 'history' | 'run' | 'trend';
type Shown = 'shown' | 'hidden';

/** Who owes what, in periods of age: the stored figures of today, or any past day. */
export function AgingPage() {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [chart, setChart] = useStored<Shown>('aging.chart', 'shown');
  const [panel, setPanel] = useState<Panel>('none');
  const choice = useBasisChoice();
  const { head, listing, run } = choice;
  const update = useAct('aging.run');
  const runUpdate = () =>
    update.mutate({
      definition: choice.shownDefinition,
      as_of: state.today,
      by: 'due',
      credits_in: 'own_period',
      known_on: null,
      accounts: [],
      pool: null,
      include_zero: head.data?.include_zero ?? false,
      promises: 'respected',
      update_status: true,
      companies: choice.companies,
    });
  const close = () => setPanel('none');
  const old = run === null && head.data !== undefined && isOld(head.data, state.today);
  return (
    <Page
      layout="fill"
      title={t('shell.page.aging')}
      about={head.data ? <About listing={head.data} /> : undefined}
      actions={
        <AgingActs
          chart={chart}
          onChart={() => setChart(chart === 'shown' ? 'hidden' : 'shown')}
          onPanel={setPanel}
          onUpdate={runUpdate}
          updating={update.isPending ? 'yes' : 'no'}
        />
      }
    >
      {update.error && <Problem error={update.error} />}
      {head.error && !head.data && <Problem error={head.error} onRetry={() => head.refetch()} />}
      {run && (
        <Note>
          {t('aging.storedRun', { at: formatInstant(run.ran_at, locale) })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={choice.leaveRun}>
            {t('shell.backToToday')}
          </Button>
        </Note>
      )}
      {head.data && old && (
        <Note tone="warn">{t('aging.old', { day: formatDay(head.data.as_of?.[0] ?? '', locale) })}</Note>
      )}
      {head.data?.overtaken && !old && <Note tone="warn">{t('aging.overtaken')}</Note>}
      {head.data && chart === 'shown' && head.data.count > 0 && <TotalsPanel listing={head.data} />}
      {head.data && (
        <AgingGrid listing={listing} head={head.data} onUpdate={runUpdate} tools={<BasisTools choice={choice} />} />
      )}
      <History
        definition={choice.shownDefinition}
        state={panel === 'history' ? 'open' : 'closed'}
        onClose={close}
        onOpen={(chosen) => {
          choice.openRun(chosen);
          close();
        }}
      />
      <Drawer title={t('agingRest.trend')} state={panel === 'trend' ? 'open' : 'closed'} onClose={close} width="wide">
        <AgingTrend definition={choice.shownDefinition} account={null} height={260} />
      </Drawer>
      <Drawer title={t('aging.runTitle')} state={panel === 'run' ? 'open' : 'closed'} onClose={close}>
        <RunForm
          definition={choice.shownDefinition}
          definitions={choice.definitions}
          companies={choice.companies}
          onDone={(companies) => {
            choice.chooseCompanies(companies);
            choice.showStored();
            close();
          }}
        />
      </Drawer>
    </Page>
  );
}

type ActsProps = {
  chart: Shown;
  onChart: () => void;
  onPanel: (panel: Panel) => void;
  onUpdate: () => void;
  updating: 'yes' | 'no';
};

function AgingActs({ chart, onChart, onPanel, onUpdate, updating }: ActsProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const history = () => onPanel('history');
  const run = () => onPanel('run');
  const trend = () => onPanel('trend');
  const navigate = useNavigate();
  const report = () => void navigate({ to: '/aging/report' });
  const reading: Action[] = [
    { id: 'aging.chart', label: t('aging.toggleChart'), group: 'page', keys: 'c', run: onChart },
    { id: 'aging.history', label: t('aging.history'), group: 'page', keys: 'h', run: history },
    { id: 'aging.trend', label: t('agingRest.trend'), group: 'page', keys: 't', run: trend },
    { id: 'aging.report', label: t('agingRest.toReport'), group: 'page', keys: 'r', run: report },
  ];
  const writing: Action[] = [
    { id: 'aging.run', label: t('aging.run'), group: 'page', keys: 's', run },
    { id: 'aging.update', label: t('aging.update'), group: 'page', keys: 'u', run: onUpdate },
  ];
  useActions(mode === 'today' ? [...reading, ...writing] : reading);
  return (
    <>
      <Button variant="default" leftSection={<IconChartBar size={15} />} onClick={onChart}>
        {t(chart === 'shown' ? 'aging.hideChart' : 'aging.showChart')}
      </Button>
      <Button variant="default" leftSection={<IconHistory size={15} />} onClick={history}>
        {t('aging.history')}
      </Button>
      <Button variant="default" leftSection={<IconChartLine size={15} />} onClick={trend}>
        {t('agingRest.trend')}
      </Button>
      <Button variant="default" leftSection={<IconPrinter size={15} />} onClick={report}>
        {t('agingRest.toReport')}
      </Button>
      {mode === 'today' && (
        <>
          <Button variant="default" leftSection={<IconAdjustments size={15} />} onClick={run}>
            {t('aging.run')}
          </Button>
          <Button leftSection={<IconRefresh size={15} />} loading={updating === 'yes'} onClick={onUpdate}>
            {t('aging.update')}
          </Button>
        </>
      )}
    </>
  );
}

/** Every set of companies that can be chosen: the one of the work, all, and those over which there are runs. */
function useCompanySets(choice: ReturnType<typeof useBasisChoice>) {
  const { t } = useWords();
  const { others, companies, here } = choice;
  const runs = useAsk(
    'aging.runs',
    { definition: choice.shownDefinition },
    { when: others.length > 0 ? 'now' : 'later' },
  );
  const sets = new Map<string, string>([['', t('companies.thisOne')]]);
  if (others.length === 0) return sets;
  sets.set(others.map(({ code }) => code).join(','), t('companies.all'));
  const add = (codes: readonly string[]) => {
    const rest = codes.filter((code) => code !== here);
    const key = rest.join(',');
    if (rest.length > 0 && !sets.has(key)) sets.set(key, [here, ...rest].join(' + '));
  };
  for (const run of runs.data?.runs ?? []) add(run.companies);
  add(companies);
  return sets;
}

function BasisTools({ choice }: { choice: ReturnType<typeof useBasisChoice> }) {
  const { t } = useWords();
  const sets = useCompanySets(choice);
  return (
    <>
      {sets.size > 1 && (
        <Select
          aria-label={t('companies.lookedAt')}
          data-testid="aging-companies"
          w={165}
          allowDeselect={false}
          data={[...sets].map(([value, label]) => ({ value, label }))}
          value={choice.companies.join(',')}
          onChange={(key) => choice.chooseCompanies(key ? key.split(',') : [])}
        />
      )}
      <Select
        aria-label={t('aging.definition')}
        w={165}
        data={choice.definitions}
        value={choice.shownDefinition}
        onChange={choice.chooseDefinition}
      />
      <SegmentedControl
        aria-label={t('aging.by')}
        value={choice.by}
        onChange={(value) => choice.chooseBy(value as AgeBy)}
        data={AGE_BY.map((value) => ({ value, label: t(`aging.byDay.${value}`) }))}
      />
    </>
  );
}

function isOld(listing: AgingListing, today: string): boolean {
  return listing.stored && listing.as_of !== null && listing.as_of[0] < today;
}

/** Of which day the figures are, how they were counted, and whether they are stored. */
function About({ listing }: { listing: AgingListing }) {
  const { t, locale } = useWords();
  if (!listing.as_of) return t('aging.aboutNothing');
  const [first, last] = listing.as_of;
  const day = first === last ? formatDay(first, locale) : `${formatDay(first, locale)} – ${formatDay(last, locale)}`;
  const parts = [
    t(listing.stored ? 'aging.aboutStored' : 'aging.aboutComputed', { day, by: t(`aging.byDayIn.${listing.by}`) }),
  ];
  if (listing.companies.length > 0) {
    parts.push(t('companies.lookedTogether', { companies: listing.companies.join(' + ') }));
  }
  if (listing.credits_in === 'first_period') parts.push(t('aging.aboutCredits'));
  if (listing.known_on) parts.push(t('aging.aboutKnown', { day: formatDay(listing.known_on, locale) }));
  return parts.join(' · ');
}
