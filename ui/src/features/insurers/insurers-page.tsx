import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import { FormActs } from '../../kit/form';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import type { ResponseOf } from '../../wire/commands';
import { ExportDeclaration } from './export-form';

type Insurers = ResponseOf<'insurers.list'>;
type Policy = Insurers['policies'][number];
type Turnover = Insurers['declarations'][number];
type Shown = { what: 'none' } | { what: 'period'; policy: Policy } | { what: 'declared'; id: number };

/** Turnover that is declared to insurers: what is due, and what was declared. */
export function InsurersPage() {
  const { t } = useWords();
  const answer = useAsk('insurers.list', {});
  const [shown, setShown] = useState<Shown>({ what: 'none' });
  const close = () => setShown({ what: 'none' });
  const next = answer.data?.policies.find(({ declared }) => !declared);
  const acts: Action[] = next
    ? [
        {
          id: 'insurers.next',
          label: t('insurers.next'),
          group: 'page',
          keys: 'n',
          run: () => setShown({ what: 'period', policy: next }),
        },
      ]
    : [];
  useActions(acts);
  const declared = shown.what === 'declared' ? answer.data?.declarations.find(({ id }) => id === shown.id) : undefined;
  return (
    <Page title={t('shell.page.insurers')} about={t('insurers.about')}>
      <Answered answer={answer}>
        {(data) =>
          data.policies.length === 0 && data.declarations.length === 0 ? (
            <EmptyState title={t('insurers.emptyTitle')} text={t('insurers.emptyText')} />
          ) : (
            <>
              <Policies policies={data.policies} onOpen={(policy) => setShown({ what: 'period', policy })} />
              <Declarations rows={data.declarations} onOpen={(id) => setShown({ what: 'declared', id })} />
            </>
          )
        }
      </Answered>
      <Drawer
        title={t('insurers.turnover')}
        state={shown.what === 'none' ? 'closed' : 'open'}
        onClose={close}
        width="wide"
      >
        {shown.what === 'period' && <Period policy={shown.policy} onDone={close} />}
        {declared && <Declared turnover={declared} onDone={close} />}
      </Drawer>
    </Page>
  );
}

function Policies({ policies, onOpen }: { policies: readonly Policy[]; onOpen: (policy: Policy) => void }) {
  const { t } = useWords();
  return (
    <Section title={t('insurers.policies')}>
      <Table
        label={t('insurers.policies')}
        rows={policies}
        keyOf={(row) => `${row.party} ${row.policy_no} ${row.declaration}`}
        onOpen={onOpen}
        tone={(row) => (row.declared ? 'plain' : 'warn')}
        columns={[
          { id: 'party', header: t('insurers.party'), opens: 'yes', cell: (row) => row.party || row.policy_no },
          { id: 'number', header: t('credit.policy.number'), cell: (row) => row.policy_no },
          {
            id: 'often',
            header: t('credit.duty.declaration'),
            cell: (row) => t(`credit.duty.period.${row.declaration}`),
          },
          { id: 'customers', header: t('insurers.customers'), align: 'right', cell: (row) => row.customers },
          { id: 'from', header: t('credit.from'), cell: (row) => <DayText day={row.from_on} /> },
          { id: 'to', header: t('credit.to'), cell: (row) => <DayText day={row.to_on} /> },
          { id: 'by', header: t('creditTasks.dueOn'), cell: (row) => <DayText day={row.due_on} /> },
          { id: 'contact', header: t('creditTasks.contact'), cell: (row) => row.contact },
          {
            id: 'state',
            header: t('creditTasks.state'),
            cell: (row) =>
              row.declared ? (
                <Tag tone="good" sign="✓">
                  {t('insurers.declared')}
                </Tag>
              ) : (
                <Tag tone="bad" sign="!">
                  {t('insurers.missing')}
                </Tag>
              ),
          },
        ]}
      />
    </Section>
  );
}

function Declarations({ rows, onOpen }: { rows: readonly Turnover[]; onOpen: (id: number) => void }) {
  const { t } = useWords();
  return (
    <Section title={t('insurers.declarations')}>
      {rows.length === 0 ? (
        <Note>{t('insurers.noDeclarations')}</Note>
      ) : (
        <Table
          label={t('insurers.declarations')}
          rows={rows}
          keyOf={(row) => String(row.id)}
          onOpen={(row) => row.id !== null && onOpen(row.id)}
          columns={[
            {
              id: 'on',
              header: t('insurers.declaredOn'),
              opens: 'yes',
              cell: (row) => <DayText day={row.declared_on} />,
            },
            { id: 'party', header: t('insurers.party'), cell: (row) => row.party },
            { id: 'number', header: t('credit.policy.number'), cell: (row) => row.policy_no },
            { id: 'from', header: t('credit.from'), cell: (row) => <DayText day={row.from_on} /> },
            { id: 'to', header: t('credit.to'), cell: (row) => <DayText day={row.to_on} /> },
            {
              id: 'total',
              header: t('insurers.turnover'),
              align: 'right',
              cell: (row) => (
                <MoneyText money={{ minor: row.total_minor, currency: row.currency }} showCurrency="yes" />
              ),
            },
            { id: 'by', header: t('credit.user'), cell: (row) => row.declared_by },
          ]}
        />
      )}
    </Section>
  );
}

/** The period that is over, as it would be declared now. */
function Period({ policy, onDone }: { policy: Policy; onDone: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const request = {
    party: policy.party,
    policy_no: policy.policy_no,
    from_on: policy.from_on,
    to_on: policy.to_on,
  };
  const answer = useAsk('insurers.turnover', request);
  const declare = useAct('insurers.declare');
  return (
    <Answered answer={answer}>
      {(turnover) => (
        <>
          <Figures turnover={turnover} />
          {policy.declared && <Note>{t('insurers.declaredBefore')}</Note>}
          <FormActs>
            <Button
              disabled={mode === 'past'}
              loading={declare.isPending}
              onClick={() => declare.mutate(request, { onSuccess: onDone })}
              data-autofocus
            >
              {t('insurers.declare')}
            </Button>
            <Button variant="subtle" onClick={onDone}>
              {t('kit.close')}
            </Button>
            <FormProblem error={declare.error} />
          </FormActs>
        </>
      )}
    </Answered>
  );
}

function Declared({ turnover, onDone }: { turnover: Turnover; onDone: () => void }) {
  return (
    <>
      <Figures turnover={turnover} />
      {turnover.id !== null && <ExportDeclaration id={turnover.id} onDone={onDone} />}
    </>
  );
}

function Figures({ turnover }: { turnover: Turnover }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency: turnover.currency }} showCurrency="yes" />;
  return (
    <>
      <p>
        {[turnover.party, turnover.policy_no].filter(Boolean).join(' · ')} <DayText day={turnover.from_on} />{' '}
        <DayText day={turnover.to_on} />
      </p>
      <Table
        label={t('insurers.countries')}
        rows={turnover.countries}
        keyOf={(row) => row.country}
        columns={[
          { id: 'country', header: t('insurers.country'), cell: (row) => row.country || t('insurers.noCountry') },
          { id: 'customers', header: t('insurers.customers'), align: 'right', cell: (row) => row.customers },
          { id: 'turnover', header: t('insurers.turnover'), align: 'right', cell: (row) => money(row.minor) },
        ]}
        foot={[[t('insurers.total'), '', money(turnover.total_minor)]]}
      />
      <Table
        label={t('insurers.lines')}
        rows={turnover.lines}
        keyOf={(row) => row.account}
        columns={[
          { id: 'country', header: t('insurers.country'), cell: (row) => row.country || t('insurers.noCountry') },
          { id: 'account', header: t('creditTasks.account'), cell: (row) => row.account },
          { id: 'name', header: t('creditTasks.name'), cell: (row) => row.name },
          { id: 'turnover', header: t('insurers.turnover'), align: 'right', cell: (row) => money(row.minor) },
        ]}
      />
    </>
  );
}
