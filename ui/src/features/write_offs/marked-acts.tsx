import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Acts } from '../../kit/acts';
import { MoneyText } from '../../kit/figures';
import { FormActs } from '../../kit/form';
import type { Picked } from '../../kit/grid/data-grid';
import { useProblemWords } from '../../kit/problem-words';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import type { Row } from './types';
import { StatusTag } from './write-off-view';

const STEPS = ['approve', 'post', 'reject'] as const;
type Step = (typeof STEPS)[number];
export type Marked = { step: Step; rows: readonly Row[]; clear: () => void };

const KEYS: Record<Step, string> = { approve: 'a', post: 'p', reject: 'Delete' };

/** What can be done with marked write-offs: each is decided for itself, in an act of its own. */
export function MarkedWriteOffs({ picked, onStart }: { picked: Picked<Row>; onStart: (marked: Marked) => void }) {
  const { t } = useWords();
  const start = (step: Step) => () => void picked.rows().then((rows) => onStart({ step, rows, clear: picked.clear }));
  useActions(
    STEPS.map((step) => ({
      id: `writeOffs.marked.${step}`,
      label: t(`writeOffs.${step}`),
      group: 'page' as const,
      keys: KEYS[step],
      run: start(step),
    })),
  );
  return (
    <Acts acts={STEPS.map((step) => ({ id: `write-offs-${step}`, label: t(`writeOffs.${step}`), run: start(step) }))} />
  );
}

/** A write-off in two currencies has two rows of the list, which are both shown, and is decided once. */
function idsOf(rows: readonly Row[]): number[] {
  return [...new Set(rows.map((row) => row.write_off_id))];
}

type Outcome = 'done' | RefusedError;

/** The marked write-offs, and of each what became of it: done, or why not. */
export function DecideMarked({ marked, onDone }: { marked: Marked; onDone: () => void }) {
  const { t } = useWords();
  const words = useProblemWords();
  const [comment, setComment] = useState('');
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Outcome>>(new Map());
  const [state, setState] = useState<'ready' | 'running' | 'done'>('ready');
  const approve = useAct('write_offs.approve');
  const post = useAct('write_offs.post');
  const reject = useAct('write_offs.reject');
  const ids = idsOf(marked.rows);
  const one = (id: number): Promise<unknown> => {
    if (marked.step === 'post') return post.mutateAsync({ write_off_id: id });
    return (marked.step === 'approve' ? approve : reject).mutateAsync({ write_off_id: id, comment });
  };
  const all = async () => {
    setState('running');
    for (const id of ids) {
      const outcome = await one(id).then(
        () => 'done' as const,
        (refused: RefusedError) => refused,
      );
      setOutcomes((known) => new Map(known).set(id, outcome));
    }
    setState('done');
  };
  const said = (row: Row) => {
    const outcome = outcomes.get(row.write_off_id);
    if (outcome === undefined) return <StatusTag status={row.status} />;
    if (outcome === 'done') return t(`writeOffs.markedDone.${marked.step}`);
    const { what, remedy } = words(outcome);
    return `${what} ${remedy}`;
  };
  const done = [...outcomes.values()].filter((outcome) => outcome === 'done').length;
  return (
    <form
      data-testid="write-offs-marked"
      onSubmit={(event) => {
        event.preventDefault();
        void all();
      }}
    >
      <p>{t('writeOffs.markedAbout')}</p>
      {marked.step !== 'post' && state === 'ready' && (
        <Textarea
          label={t('writeOffs.comment')}
          data-autofocus
          autosize
          value={comment}
          required={marked.step === 'reject'}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      )}
      <Table
        label={t('shell.page.writeOffs')}
        rows={marked.rows}
        keyOf={(row) => `${row.write_off_id} ${row.currency}`}
        columns={[
          { id: 'number', header: t('writeOffs.number'), cell: (row) => row.number },
          { id: 'customer', header: t('writeOffs.customer'), cell: (row) => `${row.account} · ${row.name}` },
          {
            id: 'amount',
            header: t('writeOffs.amount'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.gross_minor, currency: row.currency }} showCurrency="yes" />,
          },
          { id: 'state', header: t('writeOffs.state'), cell: said },
        ]}
      />
      {state === 'done' && (
        <Note tone={done === ids.length ? 'good' : 'warn'}>
          {t('writeOffs.markedResult', { done, count: ids.length })}
        </Note>
      )}
      <FormActs>
        {state === 'done' ? (
          <Button
            type="button"
            data-testid="write-offs-marked-close"
            onClick={() => {
              marked.clear();
              onDone();
            }}
          >
            {t('writeOffs.markedClose')}
          </Button>
        ) : (
          <Button
            type="submit"
            color={marked.step === 'reject' ? 'red' : undefined}
            data-testid="write-offs-marked-do"
            loading={state === 'running'}
            disabled={marked.step === 'reject' && comment.trim() === ''}
          >
            {t(`writeOffs.${marked.step}`)}
          </Button>
        )}
      </FormActs>
    </form>
  );
}
