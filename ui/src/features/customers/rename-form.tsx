import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';

type RenameFormProps = { account: string; onRenamed: (account: string) => void };

/** Another account number for the customer; files that use the old one still find it. */
export function RenameForm({ account, onRenamed }: RenameFormProps) {
  const { t } = useWords();
  const [number, setNumber] = useState(account);
  const rename = useAct('customers.rename');
  const problem = useFieldProblems(rename.error);
  return (
    <Section title={t('customers.rename')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ account, new_account: number }, { onSuccess: (done) => onRenamed(done.account) });
        }}
      >
        <TextInput
          label={t('customers.newAccount')}
          description={t('customers.renameAbout')}
          value={number}
          error={problem('new_account')}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <FormActs>
          <Button type="submit" variant="default" loading={rename.isPending} disabled={number.trim() === account}>
            {t('customers.rename')}
          </Button>
          <FormProblem error={rename.error} />
        </FormActs>
      </form>
    </Section>
  );
}
