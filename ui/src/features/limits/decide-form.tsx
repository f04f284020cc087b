import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';

type DecideFormProps = {
  id: number;
  /** One line alone; the whole journal where missing. */
  lineId: number | null;
  decision: 'approve' | 'reject';
  onDone: () => void;
};

/** A decision with words; a rejection needs them. */
export function DecideForm({ id, lineId, decision, onDone }: DecideFormProps) {
  const { t } = useWords();
  const [comment, setComment] = useState('');
  const approve = useAct('limits.approve');
  const reject = useAct('limits.reject');
  const approveLine = useAct('limits.line_approve');
  const rejectLine = useAct('limits.line_reject');
  const whole = decision === 'approve' ? approve : reject;
  const line = decision === 'approve' ? approveLine : rejectLine;
  const error = whole.error ?? line.error;
  const problem = useFieldProblems(error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (lineId === null) whole.mutate({ id, comment }, { onSuccess: onDone });
        else line.mutate({ journal_id: id, line_id: lineId, comment }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Textarea
          label={t('limits.comment')}
          autosize
          minRows={3}
          value={comment}
          error={problem('comment')}
          onChange={(event) => setComment(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <FormActs>
        <Button
          type="submit"
          color={decision === 'reject' ? 'red' : undefined}
          loading={whole.isPending || line.isPending}
          disabled={decision === 'reject' && comment.trim() === ''}
        >
          {decision === 'reject' ? t('limits.reject') : t('limits.approve')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
