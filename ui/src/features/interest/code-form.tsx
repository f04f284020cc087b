import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';

/** A new code: its name and what it is for; its first version follows. */
export function CodeForm({ onSaved }: { onSaved: (id: string) => void }) {
  const { t } = useWords();
  const [id, setId] = useState('');
  const [description, setDescription] = useState('');
  const save = useAct('interest.code_save');
  const problem = useFieldProblems(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ id: id.trim(), description }, { onSuccess: () => onSaved(id.trim()) });
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('interestSetup.id')}
          description={t('interestSetup.idHint')}
          data-autofocus
          value={id}
          error={problem('id')}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label={t('interestSetup.description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" data-testid="interest-code-create" loading={save.isPending} disabled={id.trim() === ''}>
          {t('interestSetup.createCode')}
        </Button>
      </FormActs>
      <FormProblem error={save.error} />
    </form>
  );
}
