import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct } from '../data/use-command';
import { useWords } from '../i18n';
import { DayField } from './fields/day-field';
import { FormActs } from './form';
import type { Day } from './format/day';
import { useFieldProblems } from './problem-words';
import { FormProblem } from './states';

type SnoozeFormProps = { account: string; onDone: (until: Day | null) => void };

/** Until when a customer is put off. */
export function SnoozeForm({ account, onDone }: SnoozeFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [until, setUntil] = useState<Day | null>(null);
  const act = useAct('worklist.snooze');
  const problem = useFieldProblems(act.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (until) act.mutate({ account, until_on: until }, { onSuccess: () => onDone(until) });
      }}
    >
      <DayField
        label={t('today.snoozeUntil')}
        focus="first"
        value={until}
        today={state.today}
        error={problem('until_on')}
        onChange={setUntil}
      />
      <FormActs>
        <Button type="submit" disabled={until === null} loading={act.isPending}>
          {t('today.snooze')}
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={act.error} />
      </FormActs>
    </form>
  );
}
