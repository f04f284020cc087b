import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';

const EMPTY = { code: '', name: '', country: '', currency: '' };

/** The companies of the book, and a further one. */
export function Companies() {
  const { t } = useWords();
  const { mode } = useDesk();
  const answer = useAsk('companies.list', {});
  const add = useAct('companies.add');
  const [draft, setDraft] = useState(EMPTY);
  const problem = useFieldProblems(add.error);
  const set = (change: Partial<typeof EMPTY>) => setDraft({ ...draft, ...change });
  const full = Object.values(draft).every((text) => text.trim() !== '');
  const save = () => {
    const { code, ...company } = draft;
    add.mutate({ code, company: { ...company, language: null } }, { onSuccess: () => setDraft(EMPTY) });
  };
  return (
    <>
      <Answered answer={answer}>
        {({ companies }) => (
          <Table
            label={t('companies.title')}
            rows={companies}
            keyOf={(row) => row.code}
            tone={(row) => (row.current ? 'chosen' : 'plain')}
            columns={[
              { id: 'code', header: t('companies.code'), cell: (row) => row.code },
              { id: 'name', header: t('companies.name'), cell: (row) => row.name },
              { id: 'country', header: t('companies.country'), cell: (row) => row.country },
              { id: 'currency', header: t('companies.currency'), cell: (row) => row.currency },
            ]}
          />
        )}
      </Answered>
      <Fields>
        <TextInput
          label={t('companies.code')}
          description={t('companies.codeHint')}
          value={draft.code}
          error={problem('code')}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
        <TextInput
          label={t('companies.name')}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </Fields>
      <Fields>
        <TextInput
          label={t('companies.country')}
          description={t('companies.countryHint')}
          value={draft.country}
          error={problem('country')}
          onChange={(event) => set({ country: event.currentTarget.value })}
        />
        <TextInput
          label={t('companies.currency')}
          description={t('companies.currencyHint')}
          value={draft.currency}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value })}
        />
      </Fields>
      <div>
        <Button
          variant="default"
          type="button"
          data-testid="add-company"
          loading={add.isPending}
          disabled={!full || mode === 'past'}
          onClick={save}
        >
          {t('companies.add')}
        </Button>
      </div>
      <FormProblem error={add.error} />
    </>
  );
}
