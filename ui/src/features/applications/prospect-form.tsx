import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Prospect } from './applications-page';

const NEW: Prospect = {
  id: 0,
  number: '',
  name: '',
  government_id: '',
  street: '',
  postal_code: '',
  city: '',
  country: null,
  contact: '',
  email: '',
  phone: '',
  salesperson: '',
  notes: '',
  account: null,
};
const PLAIN = ['government_id', 'street', 'postal_code', 'city'] as const;
const PEOPLE = ['contact', 'email', 'phone', 'salesperson'] as const;

/** A possible customer. */
export function ProspectForm({ stored, onDone }: { stored: Prospect | null; onDone: () => void }) {
  const { t } = useWords();
  const [row, setRow] = useState(stored ?? NEW);
  const set = (part: Partial<Prospect>) => setRow({ ...row, ...part });
  const save = useAct('prospects.save');
  const problem = useFieldProblems(save.error);
  const field = (name: (typeof PLAIN)[number] | (typeof PEOPLE)[number]) => (
    <TextInput
      key={name}
      label={t(`applications.field.${name}`)}
      value={row[name]}
      error={problem(name)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('applications.name')}
          value={row.name}
          error={problem('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
          data-autofocus
        />
        {PLAIN.map(field)}
        <TextInput
          label={t('applications.field.country')}
          value={row.country ?? ''}
          maxLength={2}
          error={problem('country')}
          onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() || null })}
        />
        {PEOPLE.map(field)}
        <Textarea
          label={t('applications.field.notes')}
          autosize
          minRows={2}
          value={row.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
