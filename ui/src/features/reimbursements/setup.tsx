import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Stored = ResponseOf<'reimbursements.parameters'>;

/** The least amount that is paid back in each currency. */
export function ReimbursementSetup({ onDone }: { onDone: () => void }) {
  const stored = useAsk('reimbursements.parameters', {});
  return <Answered answer={stored}>{(data) => <Minimums stored={data} onDone={onDone} />}</Answered>;
}

function Minimums({ stored, onDone }: { stored: Stored; onDone: () => void }) {
  const { t } = useWords();
  const [minimums, setMinimums] = useState(
    stored.minimums.length > 0 ? stored.minimums : [{ currency: 'EUR', minimum_minor: 0 }],
  );
  const save = useAct('reimbursements.parameters_save');
  const problem = useFieldProblems(save.error);
  const set = (at: number, part: Partial<Stored['minimums'][number]>) =>
    setMinimums(minimums.map((one, other) => (other === at ? { ...one, ...part } : one)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ minimums }, { onSuccess: onDone });
      }}
    >
      <p>{t('reimbursements.minimumAbout')}</p>
      {minimums.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while its currency is typed.
        <Fields key={at} columns={3}>
          <TextInput
            label={t('reimbursements.currency')}
            value={one.currency}
            error={problem('currency')}
            onChange={(event) => set(at, { currency: event.currentTarget.value.trim().toUpperCase() })}
          />
          <MoneyField
            label={t('reimbursements.minimum')}
            value={one.minimum_minor}
            currency={one.currency.length === 3 ? one.currency : 'EUR'}
            error={problem('minimum_minor')}
            onChange={(minor) => set(at, { minimum_minor: minor ?? 0 })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('reimbursements.removeMinimum', { currency: one.currency })}
            onClick={() => setMinimums(minimums.filter((_, other) => other !== at))}
          >
            <IconX size={16} />
          </ActionIcon>
        </Fields>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => setMinimums([...minimums, { currency: '', minimum_minor: 0 }])}
        >
          {t('reimbursements.addMinimum')}
        </Button>
      </div>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('reimbursements.save')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
