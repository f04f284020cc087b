import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import type { Day } from '../../kit/format/day';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import classes from './letters.module.css';

/** Takes letters back, with a reason: codes go back, a posted fee is credited. */
export function CancelForm({ letterIds, onDone }: { letterIds: readonly number[]; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [day, setDay] = useState<Day | null>(state.today);
  const [reason, setReason] = useState('');
  const cancel = useAct('letters.cancel');
  const problem = useFieldProblems(cancel.error);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        cancel.mutate({ letter_ids: [...letterIds], reason, cancelled_on: day }, { onSuccess: onDone });
      }}
    >
      <FormProblem error={cancel.error} />
      <Note>{t('letters.cancelText', { count: letterIds.length })}</Note>
      <DayField
        label={t('letters.cancelledOn')}
        description={t('letters.cancelledOnHint')}
        value={day}
        today={state.today}
        max={state.today}
        empty="allowed"
        error={problem('cancelled_on')}
        onChange={setDay}
      />
      <Textarea
        data-autofocus
        name="reason"
        label={t('letters.cancelReason')}
        autosize
        minRows={2}
        value={reason}
        error={problem('reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" color="red" loading={cancel.isPending} disabled={reason.trim() === ''}>
        {t('letters.cancelNow', { count: letterIds.length })}
      </Button>
    </form>
  );
}
