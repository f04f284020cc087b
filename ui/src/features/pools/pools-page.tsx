import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import { AgentForm } from './agent-form';
import { PoolForm } from './pool-form';

export type Pool = ResponseOf<'pools.list'>['pools'][number];
export type Agent = ResponseOf<'agents.list'>['agents'][number];
type Shown = { what: 'none' } | { what: 'pool'; pool: Pool | null } | { what: 'agent'; agent: Agent | null };

/** Pools of customers, and who works them. */
export function PoolsPage() {
  const { t } = useWords();
  const pools = useAsk('pools.list', {});
  const agents = useAsk('agents.list', {});
  const [shown, setShown] = useState<Shown>({ what: 'none' });
  const close = () => setShown({ what: 'none' });
  const addPool = () => setShown({ what: 'pool', pool: null });
  const addAgent = () => setShown({ what: 'agent', agent: null });
  useActions([
    { id: 'pools.add', label: t('pools.add'), group: 'page', keys: 'n', run: addPool },
    { id: 'pools.addAgent', label: t('pools.addAgent'), group: 'page', keys: 'b', run: addAgent },
  ]);
  const button = (
    <Button leftSection={<IconPlus size={14} />} onClick={addPool}>
      {t('pools.add')}
    </Button>
  );
  return (
    <Page title={t('shell.page.pools')} about={t('pools.about')} actions={button}>
      <Answered answer={pools}>
        {(data) =>
          data.pools.length === 0 ? (
            <EmptyState title={t('pools.emptyTitle')} text={t('pools.emptyText')} action={button} />
          ) : (
            <PoolTable pools={data.pools} onOpen={(pool) => setShown({ what: 'pool', pool })} />
          )
        }
      </Answered>
      <Answered answer={agents}>
        {(data) => (
          <Section
            title={t('pools.agents')}
            actions={
              <Button variant="default" leftSection={<IconPlus size={14} />} onClick={addAgent}>
                {t('pools.addAgent')}
              </Button>
            }
          >
            {data.agents.length === 0 ? (
              <Note>{t('pools.noAgents')}</Note>
            ) : (
              <AgentTable agents={data.agents} onOpen={(agent) => setShown({ what: 'agent', agent })} />
            )}
          </Section>
        )}
      </Answered>
      <Drawer
        title={t(shown.what === 'agent' ? 'pools.editAgent' : 'pools.edit')}
        state={shown.what === 'none' ? 'closed' : 'open'}
        onClose={close}
        width="wide"
      >
        {shown.what === 'pool' && <PoolForm key={shown.pool?.id ?? 0} stored={shown.pool} onDone={close} />}
        {shown.what === 'agent' && (
          <AgentForm
            key={shown.agent?.user ?? ''}
            stored={shown.agent}
            pools={(pools.data?.pools ?? []).map(({ code }) => code)}
            teams={agents.data?.teams ?? []}
            onDone={close}
          />
        )}
      </Drawer>
    </Page>
  );
}

function PoolTable({ pools, onOpen }: { pools: readonly Pool[]; onOpen: (pool: Pool) => void }) {
  const { t } = useWords();
  const rowOf = (row: Pool['criteria'][number]) => {
    const values = row.values.map((value) => value || '–').join(', ');
    return `${t(`pools.fieldName.${row.field}`)} ${t(`pools.comparisonName.${row.comparison}`)} ${values}`;
  };
  return (
    <Section title={t('pools.pools')}>
      <Table
        label={t('pools.pools')}
        rows={pools}
        keyOf={(row) => String(row.id)}
        onOpen={onOpen}
        columns={[
          { id: 'code', header: t('pools.code'), opens: 'yes', cell: (row) => row.code },
          { id: 'description', header: t('pools.description'), cell: (row) => row.description },
          { id: 'kind', header: t('pools.kind'), cell: (row) => t(`pools.kindName.${row.kind}`) },
          { id: 'rank', header: t('pools.rank'), align: 'right', cell: (row) => row.rank },
          {
            id: 'rows',
            header: t('pools.rows'),
            cell: (row) =>
              row.criteria.length === 0
                ? t('pools.noRows')
                : // An amount is named without its digits: the form shows it with its currency.
                  row.criteria
                    .map((one) =>
                      one.currency ? `${t(`pools.fieldName.${one.field}`)} (${one.currency})` : rowOf(one),
                    )
                    .join('; '),
          },
        ]}
      />
    </Section>
  );
}

function AgentTable({ agents, onOpen }: { agents: readonly Agent[]; onOpen: (agent: Agent) => void }) {
  const { t } = useWords();
  return (
    <Table
      label={t('pools.agents')}
      rows={agents}
      keyOf={(row) => row.user}
      onOpen={onOpen}
      columns={[
        { id: 'user', header: t('pools.user'), opens: 'yes', cell: (row) => row.user },
        { id: 'name', header: t('pools.name'), cell: (row) => row.name },
        { id: 'team', header: t('pools.team'), cell: (row) => row.team },
        { id: 'pools', header: t('pools.pools'), cell: (row) => row.pools.join(', ') || t('pools.noPools') },
        { id: 'default', header: t('pools.defaultPool'), cell: (row) => row.default_pool },
        { id: 'sees', header: t('pools.sees'), cell: (row) => t(`pools.seesName.${row.sees}`) },
      ]}
    />
  );
}
