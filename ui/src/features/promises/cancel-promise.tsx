import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { FormProblem, Note } from '../../kit/states';

/** Calls a promise off: the customer took it back, or it was a mistake. */
export function CancelPromise({ id, number, onDone }: { id: number; number: string; onDone: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const cancel = useAct('promises.cancel');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        cancel.mutate({ promise_id: id, reason }, { onSuccess: onDone });
      }}
    >
      <Note>{t('promises.cancelAbout', { number })}</Note>
      <Fields columns={1}>
        <TextInput
          label={t('promises.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <FormActs>
        <Button type="submit" color="red" loading={cancel.isPending}>
          {t('promises.cancel')}
        </Button>
        <FormProblem error={cancel.error} />
      </FormActs>
    </form>
  );
}
