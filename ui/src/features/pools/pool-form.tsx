import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import { PoolMeant } from './pool-meant';
import { PoolRow } from './pool-row';
import type { Pool } from './pools-page';

const NEW: Pool = { id: 0, code: '', description: '', kind: 'collections', definition: null, rank: 1, criteria: [] };
const FIRST_ROW: Pool['criteria'][number] = { field: 'region', comparison: 'is', values: [''], currency: null };

/** A pool by plain rows, with whom it means while it is typed. */
export function PoolForm({ stored, onDone }: { stored: Pool | null; onDone: () => void }) {
  const { t } = useWords();
  const [row, setRow] = useState(stored ?? NEW);
  const definitions = useAsk('aging.definitions', {});
  const save = useAct('pools.save');
  const remove = useAct('pools.delete');
  const problem = useFieldProblems(save.error);
  const set = (part: Partial<Pool>) => setRow({ ...row, ...part });
  const rows = row.criteria;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields>
        <TextInput
          label={t('pools.code')}
          value={row.code}
          maxLength={20}
          error={problem('code')}
          onChange={(event) => set({ code: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('pools.description')}
          value={row.description}
          maxLength={60}
          error={problem('description')}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Select
          label={t('pools.kind')}
          allowDeselect={false}
          data={(['collections', 'aging_snapshot'] as const).map((value) => ({
            value,
            label: t(`pools.kindName.${value}`),
          }))}
          value={row.kind}
          onChange={(kind) => set({ kind: (kind ?? 'collections') as Pool['kind'] })}
        />
        <Select
          label={t('pools.definition')}
          placeholder={t('pools.listDefinition')}
          clearable
          data={(definitions.data?.definitions ?? []).map(({ id, description }) => ({
            value: id,
            label: description || (id === 'standard' ? t('aging.standard') : id),
          }))}
          value={row.definition}
          error={problem('definition')}
          onChange={(definition) => set({ definition })}
        />
        <NumberInput
          label={t('pools.rank')}
          description={t('pools.rankAbout')}
          min={1}
          allowDecimal={false}
          value={row.rank}
          error={problem('rank')}
          onChange={(rank) => set({ rank: Number(rank) || 0 })}
        />
      </Fields>
      <h3>{t('pools.rows')}</h3>
      {rows.length === 0 && <Note>{t('pools.noRows')}</Note>}
      {rows.map((one, at) => (
        <PoolRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own, and only its place tells it.
          key={at}
          number={at + 1}
          row={one}
          onChange={(next) => set({ criteria: rows.map((other, place) => (place === at ? next : other)) })}
          onRemove={() => set({ criteria: rows.filter((_, place) => place !== at) })}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => set({ criteria: [...rows, FIRST_ROW] })}
      >
        {t('pools.addRow')}
      </Button>
      <PoolMeant pool={row} />
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        {stored && (
          <Button
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate({ code: stored.code }, { onSuccess: onDone })}
          >
            {t('pools.remove')}
          </Button>
        )}
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error ?? remove.error} />
      </FormActs>
    </form>
  );
}
