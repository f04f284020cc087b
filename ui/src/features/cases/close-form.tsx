import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type CloseFormProps = {
  caseIds: readonly number[];
  onDone: (done: ResponseOf<'cases.close'> | null) => void;
};

/** Ends cases. Where something is open, the book asks first; nothing typed is lost by that. */
export function CloseForm({ caseIds, onDone }: CloseFormProps) {
  const { t } = useWords();
  const [resolution, setResolution] = useState('');
  const close = useAct('cases.close');
  const asks = close.error?.code === 'case_has_open_transactions';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate(
          { case_ids: [...caseIds], resolution, open_transactions: asks ? 'confirmed' : 'ask' },
          { onSuccess: (done) => onDone(done) },
        );
      }}
    >
      <Fields columns={1}>
        <Textarea
          label={t('cases.resolution')}
          autosize
          minRows={3}
          value={resolution}
          onChange={(event) => setResolution(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <FormProblem error={close.error} />
      {asks && <p>{t('cases.closeAsk')}</p>}
      <FormActs>
        <Button type="submit" loading={close.isPending} color={asks ? 'red' : undefined}>
          {t(asks ? 'cases.closeAnyway' : 'cases.close')}
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t('kit.cancel')}
        </Button>
      </FormActs>
    </form>
  );
}
