import { Button } from '@mantine/core';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { FormProblem } from '../../kit/states';
import type { HoldRow } from './types';

export type ListAct = 'release' | 'reject' | 'approve' | 'decline';

type ChosenProps = {
  rows: () => Promise<HoldRow[]>;
  clear: () => void;
  evaluate: (ids: number[]) => Promise<unknown>;
  onAct: (what: ListAct, rows: HoldRow[]) => void;
};

/** What can be done with the holds that are chosen, each with its key. */
export function ChosenHoldActs({ rows, clear, evaluate, onAct }: ChosenProps) {
  const { t } = useWords();
  const assign = useAct('holds.assign');
  const idsOf = () => rows().then((chosen) => chosen.map((row) => row.hold_id));
  const start = (what: ListAct) => () => void rows().then((chosen) => onAct(what, chosen));
  const quietly = (done: Promise<unknown>) => void done.then(clear).catch(() => undefined);
  const take = () => quietly(idsOf().then((hold_ids) => assign.mutateAsync({ hold_ids, to: null })));
  const putBack = () => quietly(idsOf().then((hold_ids) => assign.mutateAsync({ hold_ids, to: '' })));
  const acts: Action[] = [
    { id: 'holds.chosen.release', label: t('holds.releaseChosen'), group: 'page', keys: 'r', run: start('release') },
    { id: 'holds.chosen.approve', label: t('holds.approve'), group: 'page', keys: 'y', run: start('approve') },
    { id: 'holds.chosen.decline', label: t('holds.decline'), group: 'page', keys: 'd', run: start('decline') },
    { id: 'holds.chosen.reject', label: t('holds.rejectChosen'), group: 'page', keys: 'x', run: start('reject') },
    {
      id: 'holds.chosen.evaluate',
      label: t('holds.evaluateChosen'),
      group: 'page',
      keys: 'e',
      run: () => quietly(idsOf().then(evaluate)),
    },
    { id: 'holds.chosen.take', label: t('holds.take'), group: 'page', keys: 'm', run: take },
    { id: 'holds.chosen.back', label: t('holds.putBack'), group: 'page', keys: 'b', run: putBack },
  ];
  useActions(acts);
  return (
    <>
      {acts.map((act) => (
        <Button
          key={act.id}
          variant={act.id === 'holds.chosen.release' ? 'filled' : 'default'}
          color={['holds.chosen.reject', 'holds.chosen.decline'].includes(act.id) ? 'red' : undefined}
          onClick={act.run}
        >
          {act.label}
        </Button>
      ))}
      <FormProblem error={assign.error} />
    </>
  );
}
