import { Button, Checkbox, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Parameters = ResponseOf<'promises.parameters'>;

/** What a promise may be, and what follows a broken one. */
export function PromiseSetup() {
  const { t } = useWords();
  const parameters = useAsk('promises.parameters', {});
  return (
    <FormSection title={t('promises.setup')} about={t('promises.setupAbout')}>
      <Answered answer={parameters}>{(stored) => <Form stored={stored} />}</Answered>
    </FormSection>
  );
}

const NUMBERS = [
  ['tolerance_days', 'tolerance'],
  ['horizon_days', 'horizon'],
  ['renegotiations', 'renegotiations'],
] as const;

function Form({ stored }: { stored: Parameters }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [value, setValue] = useState(stored);
  const save = useAct('promises.parameters_save');
  const problem = useFieldProblems(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(value);
      }}
    >
      <Fields columns={3}>
        {NUMBERS.map(([field, word]) => (
          <NumberInput
            key={field}
            label={t(`promises.${word}`)}
            min={0}
            allowDecimal={false}
            value={value[field]}
            error={problem(field)}
            onChange={(typed) => setValue({ ...value, [field]: typeof typed === 'number' ? typed : 0 })}
          />
        ))}
      </Fields>
      <Checkbox
        label={t('promises.raisePriority')}
        checked={value.raise_priority}
        onChange={(event) => setValue({ ...value, raise_priority: event.currentTarget.checked })}
      />
      <FormActs>
        <Button type="submit" disabled={mode === 'past'} loading={save.isPending}>
          {t('promises.save')}
        </Button>
        {save.isSuccess && <Note tone="good">{t('promises.saved')}</Note>}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
