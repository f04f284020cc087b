import { Button, SegmentedControl } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { TaskForm } from './task-form';

export type Task = ResponseOf<'tasks.list'>['tasks'][number];
type State = 'open' | 'done';

/** What the credit team has to do, and by when. */
export function CreditTasksPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const [state, setState] = useState<State>('open');
  const [of, setOf] = useState<'everybody' | 'mine'>('everybody');
  const [opened, setOpened] = useState<number | null>(null);
  const tasks = useAsk('tasks.list', { state, of }, { meanwhile: 'previous' });
  const run = useAct('tasks.run');
  const look = () => run.mutate({});
  useActions(
    mode === 'today'
      ? [{ id: 'creditTasks.run', label: t('creditTasks.run'), group: 'page', keys: 'r', run: look }]
      : [],
  );
  const shown = tasks.data?.tasks.find(({ id }) => id === opened);
  const button = (
    <Button
      variant="default"
      leftSection={<IconRefresh size={14} />}
      disabled={mode === 'past'}
      loading={run.isPending}
      onClick={look}
    >
      {t('creditTasks.run')}
    </Button>
  );
  return (
    <Page
      layout="fill"
      title={t('shell.page.creditTasks')}
      about={t('creditTasks.about')}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('creditTasks.whose')}
            data={(['everybody', 'mine'] as const).map((value) => ({ value, label: t(`creditTasks.of.${value}`) }))}
            value={of}
            onChange={(value) => setOf(value as typeof of)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('creditTasks.state')}
            data={(['open', 'done'] as const).map((value) => ({ value, label: t(`creditTasks.stateName.${value}`) }))}
            value={state}
            onChange={(value) => setState(value as State)}
          />
          {button}
        </>
      }
    >
      {run.data && <Note tone="good">{t('creditTasks.ran', { made: run.data.made, closed: run.data.closed })}</Note>}
      <FormProblem error={run.error} />
      <Answered answer={tasks}>
        {(data) => (
          <>
            <TasksGrid
              key={state}
              tasks={data.tasks}
              onOpen={(task) => setOpened(task.id)}
              empty={
                <EmptyState title={t('creditTasks.emptyTitle')} text={t('creditTasks.emptyText')} action={button} />
              }
            />
            <Drawer
              title={shown ? t(`creditTasks.kind.${shown.kind}`) : ''}
              state={shown ? 'open' : 'closed'}
              onClose={() => setOpened(null)}
            >
              {shown && <TaskForm key={shown.id} task={shown} onDone={() => setOpened(null)} />}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

type TasksGridProps = { tasks: readonly Task[]; onOpen: (task: Task) => void; empty: React.ReactNode };

function TasksGrid({ tasks, onOpen, empty }: TasksGridProps) {
  const { t } = useWords();
  const columns = useMemo<Column<Task>[]>(
    () => [
      {
        id: 'kind',
        kind: 'link',
        header: t('creditTasks.what'),
        width: 200,
        show: 'always',
        value: (row) => t(`creditTasks.kind.${row.kind}`),
      },
      { id: 'due_on', kind: 'day', header: t('creditTasks.dueOn'), width: 120, value: (row) => row.due_on },
      { id: 'account', kind: 'text', header: t('creditTasks.account'), width: 110, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('creditTasks.name'), width: 180, value: (row) => row.name },
      {
        id: 'amount',
        kind: 'money',
        header: t('creditTasks.amount'),
        width: 130,
        value: (row) => amountOf(row),
        currency: (row) => row.figures.currency ?? 'EUR',
      },
      { id: 'about', kind: 'text', header: t('creditTasks.subject'), fit: 'grow', value: (row) => aboutOf(row) },
      {
        id: 'role',
        kind: 'text',
        header: t('creditTasks.role'),
        width: 150,
        value: (row) => t(`users.role.${row.role}`),
      },
      { id: 'done_on', kind: 'day', header: t('creditTasks.doneOn'), show: 'on_request', value: (row) => row.done_on },
      { id: 'done_by', kind: 'text', header: t('creditTasks.doneBy'), show: 'on_request', value: (row) => row.done_by },
    ],
    [t],
  );
  const read = useCallback(
    (row: Task, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const listing = useLocalListing('credit_tasks', tasks, read, ['kind', 'account', 'name', 'about']);
  return (
    <DataGrid
      id="credit_tasks"
      label={t('shell.page.creditTasks')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.id)}
      onOpen={onOpen}
      exportFrom="page"
      empty={empty}
    />
  );
}

/** The figure that a reader wants first. */
function amountOf({ figures }: Task): number | null {
  return figures.proposed_minor ?? figures.exposure_minor ?? figures.value_minor ?? figures.limit_minor;
}

function aboutOf({ figures }: Task): string {
  const items = figures.items.map((item) => item.document_no).join(', ');
  return [figures.order_no, figures.status_to, figures.party, figures.policy_no, figures.group, figures.journal, items]
    .filter(Boolean)
    .join(' · ');
}
