import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useOpenCases } from '../../kit/activity-form';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import { idsOf } from './documents';
import type { TransactionRow } from './types';

const NEW = 'new';

type CaseChoiceFormProps = {
  account: string;
  rows: readonly TransactionRow[];
  /** With the number of the case. */
  onDone: (number: string) => void;
  onCancel: () => void;
};

/** The case to which the chosen documents go: one that is open, or a new one. */
export function CaseChoiceForm({ account, rows, onDone, onCancel }: CaseChoiceFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const cases = useOpenCases(account);
  const [chosen, setChosen] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const [category, setCategory] = useState('COLLECTIONS');
  const categories = useAsk('cases.categories', {}).data?.categories ?? [];
  const open = useAct('cases.open');
  const assign = useAct('cases.assign');
  const error = open.error ?? assign.error;
  const problem = useFieldProblems(error);
  const which = chosen ?? NEW;
  // An instalment stands for its whole document here.
  const transaction_ids = idsOf(rows);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (which === NEW) {
          const fields = {
            category,
            description,
            priority: 2,
            owner: state.user?.code ?? null,
            notes: '',
            resolution: '',
            external_reference: '',
            contacts: [],
          };
          open.mutate({ account, case: fields, transaction_ids }, { onSuccess: ({ head }) => onDone(head.number) });
        } else {
          assign.mutate({ case_id: Number(which), transaction_ids }, { onSuccess: ({ head }) => onDone(head.number) });
        }
      }}
    >
      <Note>{t('collections.rows', { count: transaction_ids.length })}</Note>
      <Fields columns={1}>
        <Select
          label={t('cases.number')}
          data={[{ value: NEW, label: t('cases.new') }, ...cases]}
          value={which}
          allowDeselect={false}
          onChange={setChosen}
          data-autofocus
        />
        {which === NEW && (
          <>
            <TextInput
              label={t('cases.description')}
              value={description}
              error={problem('description')}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
            <Select
              label={t('cases.category')}
              data={categories.map(({ id, description: words }) => ({
                value: id,
                label: words ? `${id} · ${words}` : id,
              }))}
              value={category}
              error={problem('category')}
              allowDeselect={false}
              onChange={(value) => value && setCategory(value)}
            />
          </>
        )}
      </Fields>
      <FormActs>
        <Button
          type="submit"
          loading={open.isPending || assign.isPending}
          disabled={which === NEW && description.trim() === ''}
        >
          {t(which === NEW ? 'cases.openNow' : 'cases.assignNow')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
