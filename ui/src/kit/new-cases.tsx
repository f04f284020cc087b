import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { Fields, FormActs } from './form';
import { useFieldProblems } from './problem-words';
import { FormProblem, Note } from './states';

export type CasesOpened = ResponseOf<'cases.open_many'>;

type NewCasesProps = {
  /** Each of these customers gets a case about everything that is overdue. */
  accounts: readonly string[];
  /** The customers of these documents get a case about them. */
  transactionIds: readonly number[];
  onDone: (opened: CasesOpened | null) => void;
};

/** One case for each customer of the marked rows: what it is about is said once. */
export function NewCasesForm({ accounts, transactionIds, onDone }: NewCasesProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [description, setDescription] = useState('');
  const [category, setCategory] = useState('COLLECTIONS');
  const [owner, setOwner] = useState<string | null>(state.user?.code ?? null);
  const open = useAct('cases.open_many');
  const problem = useFieldProblems(open.error);
  const users = useAsk('users.list', {}).data?.users ?? [];
  const categories = useAsk('cases.categories', {}).data?.categories ?? [];
  const fields = {
    category,
    description,
    priority: 2,
    owner,
    notes: '',
    resolution: '',
    external_reference: '',
    contacts: [],
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate(
          { accounts: [...accounts], transaction_ids: [...transactionIds], case: fields },
          { onSuccess: onDone },
        );
      }}
    >
      <Note>{t(accounts.length > 0 ? 'cases.manyOverdue' : 'cases.manyChosen')}</Note>
      <Fields columns={1}>
        <TextInput
          label={t('cases.description')}
          value={description}
          error={problem('description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          label={t('cases.category')}
          data={categories.map((one) => ({
            value: one.id,
            label: one.description ? `${one.id} · ${one.description}` : one.id,
          }))}
          value={category}
          error={problem('category')}
          allowDeselect={false}
          onChange={(value) => value && setCategory(value)}
        />
        <Select
          label={t('cases.owner')}
          placeholder={t('activities.nobody')}
          clearable
          data={users
            .filter((one) => one.active)
            .map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
          value={owner}
          error={problem('owner')}
          onChange={setOwner}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={open.isPending} disabled={description.trim() === ''}>
          {t('cases.openMany')}
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={open.error} />
      </FormActs>
    </form>
  );
}

/** What opening many came to: the numbers, and what was in a case already. */
export function CasesOpenedNote({ opened }: { opened: CasesOpened }) {
  const { t } = useWords();
  return (
    <>
      {opened.opened.length > 0 && (
        <Note tone="good">
          {t('cases.openedMany', {
            count: opened.opened.length,
            numbers: opened.opened.map(({ number, account }) => `${number} (${account})`).join(', '),
          })}
        </Note>
      )}
      {opened.in_other_cases > 0 && <Note>{t('cases.inOtherCases', { count: opened.in_other_cases })}</Note>}
      {opened.without.length > 0 && (
        <Note tone="warn">{t('cases.noneLeft', { accounts: opened.without.join(', ') })}</Note>
      )}
    </>
  );
}
