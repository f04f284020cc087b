import { Button, Checkbox, Menu, SegmentedControl } from '@mantine/core';
import { IconChevronDown, IconFileText, IconPrinter, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText } from '../../kit/figures';
import { formatDay, formatInstant } from '../../kit/format/day';
import { Page, Section } from '../../kit/page';
import { Printed } from '../../kit/printed';
import { useProblemWords } from '../../kit/problem-words';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import type { JobEvent } from '../../wire/host';
import classes from './aging-report.module.css';
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
  const job = useJobs().find(({ command, state }) => command === 'aging.store' && state === 'running');
  const executing = job !== undefined;
  // A run that failed stands in the list too, although its command changed nothing of what is there.
  const { refetch } = runs;
  useEffect(() => {
    if (!executing) void refetch();
  }, [executing, refetch]);
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
      {job && <Executing job={job} />}
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

/** A run that goes on now, with how far it is. */
function Executing({ job }: { job: JobEvent }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  return (
    <Note>
      <Tag tone="accent" sign="…">
        {t('agingRest.statusName.executing')}
      </Tag>{' '}
      {t('agingRest.executing')}{' '}
      {job.total !== null &&
        job.total > 0 &&
        t('agingRest.executingOf', { done: number.format(job.done), total: number.format(job.total) })}
    </Note>
  );
}

const TONES = { waiting: 'accent', failed: 'bad', ended: 'good' } as const;
const SIGNS = { waiting: '…', failed: '✕', ended: '✓' } as const;
const keyOf = (run: Stored) => (run.attempt_id === null ? `run ${run.report_id}` : `attempt ${run.attempt_id}`);

/** How far a run is, and why it did not come to its end. */
function Status({ run }: { run: Stored }) {
  const { t } = useWords();
  const words = useProblemWords();
  const fault = run.fault ? words(run.fault) : null;
  return (
    <>
      <Tag tone={TONES[run.status]} sign={SIGNS[run.status]}>
        {t(`agingRest.statusName.${run.status}`)}
      </Tag>
      {fault && (
        <div className={classes.fault}>
          {fault.what} {fault.remedy}
        </div>
      )}
    </>
  );
}

function Runs({ runs }: { runs: readonly Stored[] }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const again = useAct('aging.store');
  const remove = useAct('aging.stored_delete');
  const { show, write } = useReport(openStored);
  const filter = useFilterText();
  const chosen = runs.filter((run) => marked.includes(keyOf(run)));
  const open = (run: Stored) => {
    if (run.status === 'ended') show.mutate(run.report_id);
  };
  return (
    <>
      <FormProblem error={again.error ?? remove.error ?? write.error ?? show.error} />
      {again.data && (
        <Note tone="good">{t('agingRest.stored', { name: again.data.name, count: again.data.lines })}</Note>
      )}
      {write.data && <Note tone="good">{t('agingRest.written', { path: write.data.path })}</Note>}
      <Table
        label={t('shell.page.agingRuns')}
        rows={runs}
        keyOf={keyOf}
        onOpen={open}
        columns={[
          {
            id: 'mark',
            header: '',
            cell: (run) => (
              <Checkbox
                aria-label={t('agingRest.mark', { name: run.name })}
                checked={marked.includes(keyOf(run))}
                onChange={(event) =>
                  setMarked(
                    event.currentTarget.checked ? [...marked, keyOf(run)] : marked.filter((key) => key !== keyOf(run)),
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
            cell: (run) => <Status run={run} />,
          },
          { id: 'lines', header: t('agingRest.lines'), align: 'right', cell: (run) => run.lines },
          { id: 'filter', header: t('agingRest.filter'), cell: (run) => filter(run.parameters) },
          { id: 'user', header: t('agingRest.by'), cell: (run) => run.user },
          {
            id: 'again',
            header: '',
            align: 'right',
            cell: (run) =>
              mode === 'today' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('agingRest.againRun', { name: run.name })}
                  leftSection={<IconRefresh size={14} />}
                  loading={again.isPending && again.variables?.name === run.name}
                  onClick={() => again.mutate({ name: run.name, parameters: run.parameters, every_night: false })}
                >
                  {t('agingRest.again')}
                </Button>
              ),
          },
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
          onClick={() =>
            remove.mutate(
              {
                report_ids: chosen.filter((run) => run.attempt_id === null).map((run) => run.report_id),
                attempt_ids: chosen.flatMap((run) => (run.attempt_id === null ? [] : [run.attempt_id])),
              },
              { onSuccess: () => setMarked([]) },
            )
          }
        >
          {t('agingRest.delete', { count: chosen.length })}
        </Button>
      </div>
      {show.data && (
        <Section title={t('agingRest.pages')}>
          <Found opened={show.data.opened} />
          <Printed
            key={show.data.pages.handle}
            handle={show.data.pages.handle}
            pages={show.data.pages.pages}
            what={t('agingRest.title')}
          />
        </Section>
      )}
    </>
  );
}

/** What a run was asked with, as one line. */
function useFilterText() {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const companyOf = (code: string) => state.book?.companies.find((other) => other.code === code)?.name ?? code;
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
    if (!parameters.exclude_zero) parts.push(t('agingRest.withZero'));
    if (parameters.promises === 'respected') parts.push(t('agingRest.tick.promises'));
    if (!parameters.transaction_currency) parts.push(t('agingRest.converted'));
    if (parameters.companies.length > 0) {
      parts.push(t('agingRest.together', { companies: parameters.companies.map(companyOf).join(', ') }));
    }
    return parts.join(' · ');
  };
}
