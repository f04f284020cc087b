import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { CoverType } from './types';

const KINDS: readonly CoverType['kind'][] = ['insurance', 'guarantee', 'coverage'];
const NEW: CoverType = { kind: 'insurance', code: '', description: '' };

/** Classes of insurers and guarantors, and what insurances cover. */
export function CoverTypes() {
  const { t } = useWords();
  const { mode } = useDesk();
  const answer = useAsk('credit.cover_types', {});
  const [edited, setEdited] = useState<{ row: CoverType; state: 'new' | 'stored' } | null>(null);
  return (
    <Section
      title={t('credit.policy.types')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={mode === 'past'}
          onClick={() => setEdited({ row: NEW, state: 'new' })}
        >
          {t('credit.policy.new_type')}
        </Button>
      }
    >
      <Answered answer={answer}>
        {({ types }) =>
          types.length === 0 ? (
            <Note>{`${t('credit.policy.noTypes')}. ${t('credit.policy.noTypesText')}`}</Note>
          ) : (
            <Table
              label={t('credit.policy.types')}
              rows={types}
              keyOf={(row) => `${row.kind} ${row.code}`}
              onOpen={mode === 'today' ? (row) => setEdited({ row, state: 'stored' }) : undefined}
              columns={[
                { id: 'code', header: t('credit.code'), opens: 'yes', cell: (row) => row.code },
                { id: 'kind', header: t('credit.kind'), cell: (row) => t(`credit.policy.typeKind.${row.kind}`) },
                { id: 'name', header: t('credit.description'), cell: (row) => row.description },
              ]}
            />
          )
        }
      </Answered>
      <Drawer
        title={t(edited?.state === 'new' ? 'credit.policy.new_type' : 'credit.policy.edit_type')}
        state={edited ? 'open' : 'closed'}
        onClose={() => setEdited(null)}
      >
        {edited && <CoverTypeForm stored={edited.row} state={edited.state} onDone={() => setEdited(null)} />}
      </Drawer>
    </Section>
  );
}

type CoverTypeFormProps = { stored: CoverType; state: 'new' | 'stored'; onDone: () => void };

function CoverTypeForm({ stored, state, onDone }: CoverTypeFormProps) {
  const { t } = useWords();
  const [row, setRow] = useState(stored);
  const save = useAct('credit.cover_type_save');
  const remove = useAct('credit.cover_type_delete');
  const problem = useFieldProblems(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('credit.kind')}
          data={KINDS.map((value) => ({ value, label: t(`credit.policy.typeKind.${value}`) }))}
          value={row.kind}
          disabled={state === 'stored'}
          allowDeselect={false}
          onChange={(kind) => kind && setRow({ ...row, kind: kind as CoverType['kind'] })}
        />
        <TextInput
          label={t('credit.code')}
          value={row.code}
          disabled={state === 'stored'}
          error={problem('code')}
          onChange={(event) => setRow({ ...row, code: event.currentTarget.value })}
        />
        <TextInput
          label={t('credit.description')}
          value={row.description}
          onChange={(event) => setRow({ ...row, description: event.currentTarget.value })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {state === 'stored' && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ kind: row.kind, code: row.code }, { onSuccess: onDone })}
          >
            {t('credit.delete')}
          </Button>
        )}
        <FormProblem error={save.error ?? remove.error} />
      </FormActs>
    </form>
  );
}
