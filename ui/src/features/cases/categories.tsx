import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CATEGORIES, KINDS } from '../../kit/activity';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Category = ResponseOf<'cases.categories'>['categories'][number];
type Noted = Category['first'];

/** What cases of a category are: work of collections, or something else. */
const TYPES = ['collections', 'other'] as const;
const typeOf = (row: Category) => TYPES.find((type) => type === row.category_type) ?? 'other';

const NOTHING: Noted = { kind: 'task', category: 'call', purpose: '', days: 0 };
const BLANK: Category = {
  id: '',
  description: '',
  category_type: 'collections',
  first: NOTHING,
  follow_up: { ...NOTHING, days: 7 },
};

/** The categories of cases, and what each notes by itself. */
export function Categories() {
  const { t } = useWords();
  const [edited, setEdited] = useState<Category | null>(null);
  const categories = useAsk('cases.categories', {});
  if (edited) return <CategoryForm key={edited.id} stored={edited} onDone={() => setEdited(null)} />;
  return (
    <Answered answer={categories}>
      {(data) => (
        <>
          <Table
            label={t('cases.categories')}
            rows={data.categories}
            keyOf={(row) => row.id}
            onOpen={setEdited}
            columns={[
              { id: 'id', header: t('cases.categoryId'), cell: (row) => row.id, opens: 'yes' },
              { id: 'description', header: t('cases.description'), cell: (row) => row.description },
              {
                id: 'type',
                header: t('cases.categoryType'),
                cell: (row) => t(`cases.categoryTypeName.${typeOf(row)}`),
              },
              { id: 'first', header: t('cases.first'), cell: (row) => row.first.purpose },
              { id: 'followUp', header: t('cases.followUp'), cell: (row) => row.follow_up.purpose },
            ]}
          />
          <FormActs>
            <Button onClick={() => setEdited(BLANK)}>{t('cases.categoryNew')}</Button>
          </FormActs>
        </>
      )}
    </Answered>
  );
}

function CategoryForm({ stored, onDone }: { stored: Category; onDone: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [value, setValue] = useState(stored);
  const save = useAct('cases.category_save');
  const remove = useAct('cases.category_delete');
  const problem = useFieldProblems(save.error);
  const set = (change: Partial<Category>) => setValue({ ...value, ...change });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(value, { onSuccess: onDone });
      }}
    >
      <Fields columns={2}>
        <TextInput
          label={t('cases.categoryId')}
          value={value.id}
          error={problem('id')}
          disabled={stored.id !== ''}
          onChange={(event) => set({ id: event.currentTarget.value })}
          data-autofocus={stored.id === '' ? true : undefined}
        />
        <TextInput
          label={t('cases.description')}
          value={value.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
          data-autofocus={stored.id === '' ? undefined : true}
        />
        <Select
          label={t('cases.categoryType')}
          description={t('cases.categoryTypeAbout')}
          data={TYPES.map((type) => ({ value: type, label: t(`cases.categoryTypeName.${type}`) }))}
          value={value.category_type}
          error={problem('category_type')}
          allowDeselect={false}
          onChange={(type) => type && set({ category_type: type })}
        />
      </Fields>
      <FormSection title={t('cases.first')} about={t('cases.firstAbout')}>
        <NotedFields
          value={value.first}
          kinds={KINDS}
          daysProblem={problem('first.days')}
          onChange={(first) => set({ first })}
        />
      </FormSection>
      <FormSection title={t('cases.followUp')} about={t('cases.followAbout')}>
        <NotedFields
          value={value.follow_up}
          kinds={['task', 'appointment']}
          daysProblem={problem('follow_up.days')}
          onChange={(follow_up) => set({ follow_up })}
        />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={mode === 'past'}>
          {t('cases.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {stored.id !== '' && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            disabled={mode === 'past'}
            onClick={() => remove.mutate({ id: stored.id }, { onSuccess: onDone })}
          >
            {t('cases.categoryDelete')}
          </Button>
        )}
        <FormProblem error={save.error ?? remove.error} />
      </FormActs>
    </form>
  );
}

type NotedFieldsProps = {
  value: Noted;
  kinds: readonly Noted['kind'][];
  daysProblem: string | undefined;
  onChange: (value: Noted) => void;
};

function NotedFields({ value, kinds, daysProblem, onChange }: NotedFieldsProps) {
  const { t } = useWords();
  const set = (change: Partial<Noted>) => onChange({ ...value, ...change });
  return (
    <Fields columns={2}>
      <TextInput
        label={t('activities.purpose')}
        value={value.purpose}
        onChange={(event) => set({ purpose: event.currentTarget.value })}
      />
      <NumberInput
        label={t('cases.days')}
        value={value.days}
        min={0}
        max={366}
        error={daysProblem}
        onChange={(days) => set({ days: Number(days) || 0 })}
      />
      <Select
        label={t('activities.kindHead')}
        data={kinds.map((kind) => ({ value: kind, label: t(`activities.kind.${kind}`) }))}
        value={value.kind}
        allowDeselect={false}
        onChange={(kind) => kind && set({ kind: kind as Noted['kind'] })}
      />
      <Select
        label={t('activities.category')}
        data={CATEGORIES.map((one) => ({ value: one, label: t(`activities.categoryName.${one}`) }))}
        value={value.category}
        allowDeselect={false}
        onChange={(category) => category && set({ category })}
      />
    </Fields>
  );
}
