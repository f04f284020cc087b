import { Button, Switch } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatInstant } from '../../kit/format/day';
import { Page, Section } from '../../kit/page';
import { useProblemWords } from '../../kit/problem-words';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';

type Due = ResponseOf<'nightly.due'>;
type Run = ResponseOf<'nightly.log'>['runs'][number];

const TONES = { running: 'accent', done: 'good', failed: 'bad', cancelled: 'plain', killed: 'bad' } as const;
const SIGNS = { running: '…', done: '✓', failed: '✕', cancelled: '–', killed: '✕' } as const;

/** The periodic tasks: what is due, what ran, and a way to run one now. */
export function TasksPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const due = useAsk('nightly.due', {});
  const log = useAsk('nightly.log', {});
  const run = useAct('nightly.run');
  const runDue = () => run.mutate({ jobs: [] });
  useActions(
    mode === 'today' ? [{ id: 'tasks.runDue', label: t('tasks.runDue'), group: 'page', keys: 'r', run: runDue }] : [],
  );
  const waiting = due.data?.jobs.some((job) => job.due) ?? false;
  return (
    <Page
      title={t('shell.page.tasks')}
      about={t('tasks.about')}
      actions={
        <Button
          leftSection={<IconPlayerPlay size={14} />}
          disabled={mode === 'past' || !waiting}
          loading={run.isPending}
          onClick={runDue}
        >
          {t('tasks.runDue')}
        </Button>
      }
    >
      <FormProblem error={run.error} />
      {due.data && !waiting && <Note tone="good">{t('tasks.nothingDue')}</Note>}
      <Answered answer={due}>
        {(data) => (
          <>
            <Jobs
              due={data}
              working={run.isPending ? 'yes' : 'no'}
              onRun={mode === 'today' ? (job) => run.mutate({ jobs: [job] }) : undefined}
            />
            <Automatic due={data} />
          </>
        )}
      </Answered>
      <Section title={t('tasks.log')}>
        <Answered answer={log}>
          {({ runs }) => (runs.length === 0 ? <Note>{t('tasks.noRuns')}</Note> : <Runs runs={runs} />)}
        </Answered>
      </Section>
    </Page>
  );
}

type JobsProps = { due: Due; working: 'yes' | 'no'; onRun: ((job: string) => void) | undefined };

function Jobs({ due, working, onRun }: JobsProps) {
  const { t, locale } = useWords();
  const name = useJobName();
  return (
    <Section title={t('tasks.jobs')}>
      <Table
        label={t('tasks.jobs')}
        rows={due.jobs}
        keyOf={(row) => row.job}
        columns={[
          { id: 'job', header: t('tasks.job'), cell: (row) => name(row.job) },
          {
            id: 'due',
            header: t('tasks.state'),
            cell: (row) =>
              row.due ? (
                <Tag tone="accent" sign="●">
                  {t('tasks.due')}
                </Tag>
              ) : (
                <Tag tone="good" sign="✓">
                  {t('tasks.doneToday')}
                </Tag>
              ),
          },
          {
            id: 'last',
            header: t('tasks.lastRun'),
            cell: (row) => (row.last ? formatInstant(row.last.started_at, locale) : t('tasks.never')),
          },
          {
            id: 'run',
            header: '',
            align: 'right',
            cell: (row) => (
              <Button
                variant="default"
                size="compact-sm"
                disabled={!onRun || working === 'yes'}
                aria-label={t('tasks.runOf', { job: name(row.job) })}
                onClick={() => onRun?.(row.job)}
              >
                {t('tasks.run')}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Automatic({ due }: { due: Due }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const save = useAct('nightly.parameters_save');
  return (
    <>
      <Switch
        label={t('tasks.automatic')}
        description={t('tasks.automaticAbout')}
        checked={due.automatic}
        disabled={mode === 'past' || save.isPending}
        onChange={(event) => save.mutate({ automatic: event.currentTarget.checked })}
      />
      <FormProblem error={save.error} />
    </>
  );
}

function Runs({ runs }: { runs: Run[] }) {
  const { t, locale } = useWords();
  const name = useJobName();
  const problem = useProblemWords();
  const did = useDid();
  return (
    <Table
      label={t('tasks.log')}
      rows={runs}
      keyOf={(row) => String(row.id)}
      columns={[
        { id: 'job', header: t('tasks.job'), cell: (row) => name(row.job) },
        {
          id: 'state',
          header: t('tasks.state'),
          cell: (row) => (
            <Tag tone={TONES[row.state]} sign={SIGNS[row.state]}>
              {t(`tasks.stateName.${row.state}`)}
            </Tag>
          ),
        },
        { id: 'started', header: t('tasks.started'), cell: (row) => formatInstant(row.started_at, locale) },
        {
          id: 'ended',
          header: t('tasks.ended'),
          cell: (row) => (row.ended_at ? formatInstant(row.ended_at, locale) : t('kit.none')),
        },
        {
          id: 'did',
          header: t('tasks.did'),
          cell: (row) => (row.error ? problem(new RefusedError(row.error)).what : did(row.counts)),
        },
        { id: 'user', header: t('tasks.user'), cell: (row) => row.user },
      ]}
    />
  );
}

const NAMES = [
  'scheduled_limits',
  'statistics',
  'outdated_statistics',
  'scores',
  'aging',
  'stored_aging',
  'dated_duties',
  'stops',
  'limitation',
  'customer_rules',
  'evaluate_releases',
] as const;

/** The words of a job; one that has none yet is shown by its name. */
function useJobName(): (job: string) => string {
  const { t } = useWords();
  return (job) => {
    const known = NAMES.find((name) => name === job);
    return known ? t(`tasks.name.${known}`) : job;
  };
}

const COUNTS = [
  'lines',
  'left_out',
  'tasks',
  'without_data',
  'customers',
  'rows',
  'changed',
  'without_rate',
  'stored_runs',
  'stored_lines',
  'stored_failed',
  'deleted',
  'made',
  'closed',
  'expired',
  'proposed',
  'set',
  'lifted',
  'evaluated',
  'released',
  'ready',
] as const;

/** What a job did; counts of nothing are left out, but for the first one. */
function useDid(): (counts: Run['counts']) => string {
  const { t, locale } = useWords();
  const format = new Intl.NumberFormat(locale);
  return (counts) =>
    Object.entries(counts)
      .filter(([, value], at) => at === 0 || value !== 0)
      .map(([name, value]) => {
        const known = COUNTS.find((other) => other === name);
        return known ? t(`tasks.count.${known}`, { number: format.format(value) }) : `${name} ${format.format(value)}`;
      })
      .join(', ');
}
