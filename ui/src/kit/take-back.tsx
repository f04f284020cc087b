import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { FormActs } from './form';
import { useFieldProblems } from './problem-words';
import { Answered, FormProblem, Note } from './states';
import classes from './take-back.module.css';
import { UndoOutlookView } from './undo-outlook';

/** The commands that take back what was posted from a page; each is asked for a reason. */
export type TakesBack =
  | 'bank.undo'
  | 'payments.return_undo'
  | 'reimbursements.back'
  | 'reimbursements.reverse'
  | 'settlement.small_balances_undo'
  | 'settlement.undo'
  | 'write_offs.recovery_undo'
  | 'write_offs.undo';

type PanelProps<C extends TakesBack> = {
  by: C;
  /** What the command is asked, but for the reason. */
  request: Omit<RequestOf<C>, 'reason'>;
  onDone?: (done: ResponseOf<C>) => void;
  onCancel: () => void;
};

/** What would be posted, before it is: nothing is taken back on the first press of a button. */
export function TakeBackPanel<C extends TakesBack>({ by, request, onDone, onCancel }: PanelProps<C>) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const undo = useAct(by);
  // What is gone cannot be rehearsed again.
  const outlook = useAsk(
    'undo.rehearse',
    { by, request },
    { when: undo.isPending || undo.isSuccess ? 'later' : 'now' },
  );
  const problem = useFieldProblems(undo.error);
  const ready = outlook.data !== undefined && outlook.data.refusal === null;
  return (
    <form
      className={classes.panel}
      data-testid="take-back"
      onSubmit={(event) => {
        event.preventDefault();
        undo.mutate({ ...request, reason } as unknown as RequestOf<C>, { onSuccess: (done) => onDone?.(done) });
      }}
    >
      <Answered answer={outlook}>
        {(data) => (
          <>
            <UndoOutlookView by={by} outlook={data} />
            {data.refusal === null && data.entries.length === 0 && <Note>{t('undo.noEntries')}</Note>}
          </>
        )}
      </Answered>
      {ready && (
        <TextInput
          label={t('undo.reason')}
          value={reason}
          error={problem('reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
          data-testid="take-back-reason"
        />
      )}
      <FormActs>
        {ready && (
          <Button type="submit" variant="default" color="red" loading={undo.isPending} data-testid="take-back-now">
            {t('undo.really')}
          </Button>
        )}
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={undo.error} />
      </FormActs>
    </form>
  );
}

type ButtonProps<C extends TakesBack> = Omit<PanelProps<C>, 'onCancel'> & {
  label: string;
  testId: string;
};

/** A button that takes back what was posted, and shows the entries of that before it does. */
export function TakeBack<C extends TakesBack>({ label, testId, onDone, ...asked }: ButtonProps<C>) {
  const { mode } = useDesk();
  const [state, setState] = useState<'closed' | 'open'>('closed');
  if (state === 'closed') {
    return (
      <div>
        <Button
          variant="default"
          color="red"
          disabled={mode === 'past'}
          onClick={() => setState('open')}
          data-testid={testId}
        >
          {label}
        </Button>
      </div>
    );
  }
  return (
    <TakeBackPanel
      {...(asked as unknown as PanelProps<C>)}
      onDone={(done) => {
        setState('closed');
        onDone?.(done);
      }}
      onCancel={() => setState('closed')}
    />
  );
}
