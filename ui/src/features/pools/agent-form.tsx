import { Autocomplete, Button, MultiSelect, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Agent } from './pools-page';

const NEW: Agent = { user: '', name: '', team: '', pools: [], default_pool: null, sees: 'own' };

type AgentFormProps = {
  stored: Agent | null;
  pools: readonly string[];
  teams: readonly string[];
  onDone: () => void;
};

/** Who works which pools, and sees whom. */
export function AgentForm({ stored, pools, teams, onDone }: AgentFormProps) {
  const { t } = useWords();
  const [row, setRow] = useState(stored ?? NEW);
  const users = useAsk('users.list', {});
  const save = useAct('agents.save');
  const remove = useAct('agents.remove');
  const problem = useFieldProblems(save.error);
  const set = (part: Partial<Agent>) => setRow({ ...row, ...part });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('pools.user')}
          data={(users.data?.users ?? []).map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={row.user || null}
          disabled={stored !== null}
          error={problem('user')}
          onChange={(user) => set({ user: user ?? '' })}
          data-autofocus
        />
        <Autocomplete
          label={t('pools.team')}
          description={t('pools.teamAbout')}
          data={[...teams]}
          value={row.team}
          error={problem('team')}
          onChange={(team) => set({ team })}
        />
        <MultiSelect
          label={t('pools.pools')}
          placeholder={row.pools.length === 0 ? t('pools.noPools') : undefined}
          data={[...pools]}
          value={row.pools}
          error={problem('pool')}
          onChange={(chosen) =>
            set({
              pools: chosen,
              default_pool: row.default_pool && chosen.includes(row.default_pool) ? row.default_pool : null,
            })
          }
        />
        <Select
          label={t('pools.defaultPool')}
          data={row.pools}
          value={row.default_pool}
          clearable
          error={problem('default_pool')}
          onChange={(pool) => set({ default_pool: pool })}
        />
        <SegmentedControl
          aria-label={t('pools.sees')}
          data={(['own', 'all'] as const).map((value) => ({ value, label: t(`pools.seesName.${value}`) }))}
          value={row.sees}
          onChange={(value) => set({ sees: value as Agent['sees'] })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        {stored && (
          <Button
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate({ user: stored.user }, { onSuccess: onDone })}
          >
            {t('pools.removeAgent')}
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
