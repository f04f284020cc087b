import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { Notes } from './types';

/** Takes notes back that are not posted. */
export function CancelForm({ of, onDone }: { of: Notes; onDone: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const cancel = useAct('interest.cancel');
  const problem = useFieldProblems(cancel.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        cancel.mutate({ run_id: of.runId, note_ids: of.noteIds, reason }, { onSuccess: onDone });
      }}
    >
      <Note>{t('interest.cancelText', { count: of.noteIds.length })}</Note>
      <Textarea
        data-autofocus
        label={t('interest.cancelReason')}
        autosize
        minRows={2}
        value={reason}
        error={problem('reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormActs>
        <Button
          type="submit"
          color="red"
          data-testid="interest-cancel"
          loading={cancel.isPending}
          disabled={reason.trim() === ''}
        >
          {t('interest.cancelNow')}
        </Button>
      </FormActs>
      <FormProblem error={cancel.error} />
    </form>
  );
}
