import { Button, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { DayText, MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { Task } from './tasks-page';

const STATUSES = ['NORMAL', 'WATCH', 'CASH', 'STOPPED', 'CLOSED'] as const;

/** One task: its figures, where it leads, and whether it is done. */
export function TaskForm({ task, onDone }: { task: Task; onDone: () => void }) {
  return task.kind === 'status_proposal' ? (
    <ProposalForm task={task} onDone={onDone} />
  ) : (
    <TickForm task={task} onDone={onDone} />
  );
}

/** A proposed status: one click accepts it, another declines it, and either ends the task. */
function ProposalForm({ task, onDone }: { task: Task; onDone: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const accept = useAct('customer_rules.accept');
  const decline = useAct('customer_rules.decline');
  const account = task.account ?? '';
  const disabled = mode === 'past' || accept.isPending || decline.isPending;
  return (
    <>
      <p>{task.figures.temporary ? t('creditTasks.temporaryAbout') : t(`creditTasks.kindAbout.${task.kind}`)}</p>
      <TaskFacts task={task} />
      <FormActs>
        {task.state === 'open' && (
          <>
            <Button
              disabled={disabled}
              data-autofocus
              onClick={() => accept.mutate({ account }, { onSuccess: onDone })}
            >
              {t('creditTasks.accept')}
            </Button>
            <Button
              variant="default"
              disabled={disabled}
              onClick={() => decline.mutate({ account }, { onSuccess: onDone })}
            >
              {t('creditTasks.decline')}
            </Button>
          </>
        )}
        <Button variant="subtle" onClick={onDone}>
          {t('kit.close')}
        </Button>
        <FormProblem error={accept.error ?? decline.error} />
      </FormActs>
    </>
  );
}

function TickForm({ task, onDone }: { task: Task; onDone: () => void }) {
  const { t } = useWords();
  const { mode, state } = useDesk();
  const [comment, setComment] = useState('');
  const [on, setOn] = useState<string | null>(state.today);
  const done = useAct('tasks.done');
  const reopen = useAct('tasks.reopen');
  const act = task.state === 'open' ? done : reopen;
  const problem = useFieldProblems(act.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ id: task.id, comment, on: task.state === 'open' ? on : null }, { onSuccess: onDone });
      }}
    >
      <p>{task.figures.temporary ? t('creditTasks.temporaryAbout') : t(`creditTasks.kindAbout.${task.kind}`)}</p>
      <TaskFacts task={task} />
      {task.figures.items.length > 0 && (
        <Table
          label={t('creditTasks.items')}
          rows={task.figures.items}
          keyOf={(row) => String(row.transaction_id)}
          columns={[
            { id: 'number', header: t('credit.number'), cell: (row) => row.document_no },
            { id: 'due', header: t('credit.due'), cell: (row) => <DayText day={row.due_on} /> },
            {
              id: 'open',
              header: t('credit.open'),
              align: 'right',
              cell: (row) => <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />,
            },
          ]}
        />
      )}
      <Fields columns={1}>
        {task.state === 'open' && (
          <DayField label={t('creditTasks.on')} value={on} today={state.today} error={problem('on')} onChange={setOn} />
        )}
        <Textarea
          label={t('limits.comment')}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={act.isPending} disabled={mode === 'past'} data-autofocus>
          {t(task.state === 'open' ? 'creditTasks.markDone' : 'creditTasks.reopen')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.close')}
        </Button>
        <FormProblem error={act.error} />
      </FormActs>
    </form>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const { t } = useWords();
  const { figures } = task;
  const setup = useAsk('credit.setup', {});
  const proposed = task.kind === 'status_proposal';
  const statusOf = (code: string | null) => {
    const known = STATUSES.find((one) => one === code);
    const own = setup.data?.statuses.find((one) => one.code === code)?.description;
    return own || (known ? t(`credit.statusName.${known}`) : (code ?? t('creditTasks.noStatus')));
  };
  const money = (minor: number | null) =>
    minor !== null && figures.currency ? (
      <MoneyText money={{ minor, currency: figures.currency }} showCurrency="yes" />
    ) : null;
  const facts: { name: string; value: React.ReactNode }[] = [
    { name: t('creditTasks.dueOn'), value: <DayText day={task.due_on} /> },
    {
      name: t('creditTasks.name'),
      value: task.account ? (
        <Link to="/credit/$account" params={{ account: task.account }}>
          {task.account} {task.name}
        </Link>
      ) : null,
    },
    { name: t('creditTasks.statusNow'), value: proposed ? statusOf(figures.status_now) : null },
    { name: t('creditTasks.statusTo'), value: proposed ? statusOf(figures.status_to) : null },
    { name: t('credit.policy.party'), value: figures.party },
    { name: t('credit.policy.number'), value: figures.policy_no },
    {
      name: t('creditTasks.order'),
      value: figures.order_no ? (
        <Link to="/orders/$order" params={{ order: figures.order_no }}>
          {figures.order_no}
        </Link>
      ) : null,
    },
    {
      name: t('creditTasks.whyLabel'),
      value: figures.why ? t(`creditTasks.whyName.${figures.why as 'customer_closed'}`) : null,
    },
    { name: t('creditTasks.contact'), value: figures.contact },
    { name: t('limits.group'), value: figures.group },
    { name: t('creditTasks.endsOn'), value: figures.ends_on ? <DayText day={figures.ends_on} /> : null },
    {
      name: t('creditTasks.period'),
      value:
        figures.from_on && figures.to_on ? (
          <>
            <DayText day={figures.from_on} /> <DayText day={figures.to_on} />
          </>
        ) : null,
    },
    {
      name: t(task.kind === 'turnover_declaration' ? 'creditTasks.turnover' : 'credit.policy.value'),
      value: money(figures.value_minor),
    },
    { name: t('credit.limit'), value: money(figures.limit_minor) },
    { name: t('credit.exposure'), value: money(figures.exposure_minor) },
    { name: t('creditTasks.proposed'), value: money(figures.proposed_minor) },
    {
      name: t('creditTasks.journal'),
      value:
        figures.journal_id !== null ? (
          <Link to="/limits/$journal" params={{ journal: String(figures.journal_id) }}>
            {figures.journal}
          </Link>
        ) : null,
    },
    { name: t('creditTasks.doneOn'), value: task.done_on ? <DayText day={task.done_on} /> : null },
    {
      name: t('creditTasks.doneBy'),
      value: task.state === 'done' ? (task.done_by ?? t('creditTasks.byItself')) : null,
    },
    { name: t('limits.comment'), value: task.comment },
  ];
  return <Facts facts={facts.filter(({ value }) => value !== null && value !== '')} />;
}
