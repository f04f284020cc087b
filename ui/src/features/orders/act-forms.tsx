import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import { ReasonField } from './reason-field';

export type Decided = ResponseOf<'holds.release'>;
type Mode = RequestOf<'holds.release'>['mode'];
const MODES: readonly Mode[] = ['without_posting', 'with_posting'];

type HoldsFormProps = { holdIds: number[]; onDone: (done: Decided) => void; onCancel: () => void };

/** Releases holds: with a reason, with the step or without it. */
export function ReleaseForm({ holdIds, onDone, onCancel }: HoldsFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [reason, setReason] = useState<string | null>('CHECKED');
  const [mode, setMode] = useState<Mode>('without_posting');
  const [review, setReview] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const release = useAct('holds.release');
  const problem = useFieldProblems(release.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        release.mutate(
          { hold_ids: holdIds, reason: reason ?? '', mode, review_on: review, comment },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        <ReasonField kind="release" value={reason} error={problem('reason')} onChange={setReason} />
        <Select
          label={t('holds.mode')}
          description={t('holds.modeAbout')}
          allowDeselect={false}
          data={MODES.map((value) => ({ value, label: t(`holds.modeName.${value}`) }))}
          value={mode}
          onChange={(value) => value && setMode(value as Mode)}
        />
        <DayField
          label={t('holds.review')}
          empty="allowed"
          value={review}
          today={state.today}
          error={problem('review_on')}
          onChange={setReview}
        />
        <Comment value={comment} error={problem('comment')} onChange={setComment} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={release.isPending}>
          {t('holds.release')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={release.error} />
      </FormActs>
    </form>
  );
}

type CommentProps = { value: string; error: string | undefined; onChange: (text: string) => void };

function Comment({ value, error, onChange }: CommentProps) {
  const { t } = useWords();
  return (
    <Textarea
      label={t('orders.comment')}
      autosize
      minRows={3}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export type HoldAct = 'reject' | 'cancel' | 'approve' | 'decline' | 'recall' | 'undo';

/** A decision that needs nothing but words. */
export function DecideForm({ act, holdIds, onDone, onCancel }: HoldsFormProps & { act: HoldAct }) {
  const { t } = useWords();
  const [comment, setComment] = useState('');
  const acts = {
    reject: useAct('holds.reject'),
    cancel: useAct('holds.cancel'),
    approve: useAct('holds.approve'),
    decline: useAct('holds.decline'),
    recall: useAct('holds.recall'),
    undo: useAct('holds.undo'),
  };
  const chosen = acts[act];
  const problem = useFieldProblems(chosen.error);
  const isHard = act === 'reject' || act === 'cancel' || act === 'decline';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        chosen.mutate({ hold_ids: holdIds, comment }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Comment value={comment} error={problem('comment')} onChange={setComment} />
      </Fields>
      <FormActs>
        <Button type="submit" color={isHard ? 'red' : undefined} loading={chosen.isPending} data-autofocus>
          {t(`holds.${act}`)}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={chosen.error} />
      </FormActs>
    </form>
  );
}

type ForceFormProps = {
  orderNos: string[];
  onDone: (done: ResponseOf<'holds.force'>) => void;
  onCancel: () => void;
};

/** Holds orders by hand. */
export function ForceForm({ orderNos, onDone, onCancel }: ForceFormProps) {
  const { t } = useWords();
  const [reason, setReason] = useState<string | null>('CHECK');
  const [comment, setComment] = useState('');
  const force = useAct('holds.force');
  const problem = useFieldProblems(force.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        force.mutate(
          {
            order_nos: orderNos,
            reason: reason ?? '',
            comment,
            account: null,
            group: null,
            at_least_minor: null,
            over: 'company',
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Note>{t('orders.forceAbout')}</Note>
      <Fields columns={1}>
        <ReasonField kind="hold" value={reason} error={problem('reason')} onChange={setReason} />
        <Comment value={comment} error={problem('comment')} onChange={setComment} />
      </Fields>
      <FormActs>
        <Button type="submit" color="red" loading={force.isPending}>
          {t('orders.force')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={force.error} />
      </FormActs>
    </form>
  );
}

type OrderActFormProps = { act: 'cancel' | 'reopen'; orderNo: string; onDone: () => void };

/** Cancels an order that is not held, or opens one again. */
export function OrderActForm({ act, orderNo, onDone }: OrderActFormProps) {
  const { t } = useWords();
  const [comment, setComment] = useState('');
  const acts = { cancel: useAct('orders.cancel'), reopen: useAct('orders.reopen') };
  const chosen = acts[act];
  const problem = useFieldProblems(chosen.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        chosen.mutate({ order_no: orderNo, comment }, { onSuccess: onDone });
      }}
    >
      <Note>{t(`orders.${act}About`)}</Note>
      <Fields columns={1}>
        <Comment value={comment} error={problem('comment')} onChange={setComment} />
      </Fields>
      <FormActs>
        <Button type="submit" color={act === 'cancel' ? 'red' : undefined} loading={chosen.isPending} data-autofocus>
          {t(`orders.${act}`)}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={chosen.error} />
      </FormActs>
    </form>
  );
}
