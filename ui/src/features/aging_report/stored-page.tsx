import { Button, Checkbox, Menu, SegmentedControl } from '@mantine/core';
import { IconChevronDown, IconFileText, IconPrinter, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText } from '../../kit/figures';
import { formatDay, formatInstant } from '../../kit/format/day';
import { Page, Section } from '../../kit/page';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { Paper } from './paper';
import { Found } from './report-page';
import { FORMATS, type Parameters, type Stored } from './types';
import { useReport } from './use-report';

type Which = 'all' | 'latest';

const openStored = async (report_id: number) => (await send('aging.stored_open', { report_id })).ok;

/** Stored aging runs: opened as they were, written as files, deleted by hand. */
export function StoredRunsPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [which, setWhich] = useState<Which>('all');
  const runs = useAsk('aging.stored', { latest_only: which === 'latest' }, { meanwhile: 'previous' });
  const executing = useJobs().some((job) => job.command === 'aging.store' && job.state === 'running');
  const toReport = () => void navigate({ to: '/aging/report' });
  useActions([{ id: 'agingRuns.new', label: t('agingRest.newRun'), group: 'page', keys: 'n', run: toReport }]);
  return (
    <Page
      title={t('shell.page.agingRuns')}
      about={t('agingRest.storedAbout')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('agingRest.which')}
            value={which}
            onChange={(value) => setWhich(value as Which)}
            data={(['all', 'latest'] as const).map((value) => ({ value, label: t(`agingRest.whichRuns.${value}`) }))}
          />
          <Button leftSection={<IconFileText size={15} />} onClick={toReport}>
            {t('agingRest.newRun')}
          </Button>
        </>
      }
    >
      {executing && <Note>{t('agingRest.executing')}</Note>}
      <Answered answer={runs}>
        {({ runs: all }) =>
          all.length === 0 ? (
            <EmptyState
              title={t('agingRest.noRunsTitle')}
              text={t('agingRest.noRunsText')}
              action={<Button onClick={toReport}>{t('agingRest.newRun')}</Button>}
            />
          ) : (
            <Runs runs={all} />
          )
        }
      </Answered>
    </Page>
  );
}

function Runs({ runs }: { runs: readonly Stored[] }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const [marked, setMarked] = useState<readonly number[]>([]);
  const remove = useAct('aging.stored_delete');
  const { show, write } = useReport(openStored);
  const filter = useFilterText();
  const chosen = marked.filter((id) => runs.some((run) => run.report_id === id));
  const open = (run: Stored) => {
    if (run.status === 'ended') show.mutate(run.report_id);
  };
  return (
    <>
      <FormProblem error={remove.error ?? write.error ?? show.error} />
      {write.data && <Note tone="good">{t('agingRest.written', { path: write.data.path })}</Note>}
      <Table
        label={t('shell.page.agingRuns')}
        rows={runs}
        keyOf={(run) => String(run.report_id)}
        onOpen={open}
        columns={[
          {
            id: 'mark',
            header: '',
            cell: (run) => (
              <Checkbox
                aria-label={t('agingRest.mark', { name: run.name })}
                checked={chosen.includes(run.report_id)}
                onChange={(event) =>
                  setMarked(
                    event.currentTarget.checked
                      ? [...chosen, run.report_id]
                      : chosen.filter((id) => id !== run.report_id),
                  )
                }
              />
            ),
          },
          { id: 'name', header: t('agingRest.runName'), opens: 'yes', cell: (run) => run.name },
          {
            id: 'ran',
            header: t('aging.ranAt'),
            cell: (run) => (run.ran_at ? formatInstant(run.ran_at, locale) : '–'),
          },
          { id: 'asOf', header: t('agingRest.asOf'), cell: (run) => <DayText day={run.as_of} /> },
          {
            id: 'status',
            header: t('agingRest.status'),
            cell: (run) => (
              <Tag tone={run.status === 'ended' ? 'good' : 'accent'} sign={run.status === 'ended' ? '✓' : '…'}>
                {t(`agingRest.statusName.${run.status}`)}
              </Tag>
            ),
          },
          { id: 'lines', header: t('agingRest.lines'), align: 'right', cell: (run) => run.lines },
          { id: 'filter', header: t('agingRest.filter'), cell: (run) => filter(run.parameters) },
          { id: 'user', header: t('agingRest.by'), cell: (run) => run.user },
          {
            id: 'files',
            header: '',
            align: 'right',
            cell: (run) =>
              run.status === 'ended' && (
                <Menu position="bottom-end">
                  <Menu.Target>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('agingRest.saveRun', { name: run.name })}
                      leftSection={<IconPrinter size={14} />}
                      rightSection={<IconChevronDown size={12} />}
                    >
                      {t('agingRest.saveAs')}
                    </Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {FORMATS.map((format) => (
                      <Menu.Item key={format} onClick={() => write.mutate({ question: run.report_id, format })}>
                        {t(`agingRest.save.${format}`)}
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
              ),
          },
        ]}
      />
      <div>
        <Button
          variant="default"
          color="red"
          leftSection={<IconTrash size={14} />}
          disabled={mode === 'past' || chosen.length === 0}
          loading={remove.isPending}
          onClick={() => remove.mutate({ report_ids: [...chosen] }, { onSuccess: () => setMarked([]) })}
        >
          {t('agingRest.delete', { count: chosen.length })}
        </Button>
      </div>
      {show.data && (
        <Section title={t('agingRest.pages')}>
          <Found opened={show.data.opened} />
          <Paper key={show.data.pages.handle} handle={show.data.pages.handle} pages={show.data.pages.pages} />
        </Section>
      )}
    </>
  );
}

/** What a run was asked with, as one line. */
function useFilterText() {
  const { t, locale } = useWords();
  return (parameters: Parameters) => {
    const { definition, interval, group_by } = parameters;
    const parts = [t(`aging.byDay.${parameters.by}`)];
    if (interval) parts.push(`${interval.length} ${t(`agingRest.unitName.${interval.unit}`)}`);
    else if (definition) parts.push(definition === 'standard' ? t('aging.standard') : definition);
    if (parameters.balance_as_of) {
      parts.push(`${t('agingRest.balanceAsOf')} ${formatDay(parameters.balance_as_of, locale)}`);
    }
    if (parameters.start_on) parts.push(`${t('agingRest.startOn')} ${formatDay(parameters.start_on, locale)}`);
    if (parameters.known_on) parts.push(`${t('aging.knownOn')} ${formatDay(parameters.known_on, locale)}`);
    if (group_by !== 'none') parts.push(t(`agingRest.group.${group_by}`));
    if (parameters.pool) parts.push(`${t('pools.choose')} ${parameters.pool}`);
    if (parameters.credits_in === 'first_period') parts.push(t('agingRest.tick.credits_first'));
    if (!parameters.negative_balances) parts.push(t('agingRest.withoutNegative'));
    return parts.join(' · ');
  };
}
