import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { DayText, MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { LimitReasonField } from '../../kit/limit-reason-field';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { GroupAging } from './group-aging';
import { LimitRows } from './history';
import type { SharedGroup } from './types';

/** Customer credit groups: customers that share a limit. */
export function SharedGroups() {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const answer = useAsk('credit.shared', {});
  const [edited, setEdited] = useState<{ row: SharedGroup; state: 'new' | 'stored' } | null>(null);
  const add = () =>
    setEdited({
      row: {
        code: '',
        description: '',
        limit_minor: null,
        currency: state.book?.currency ?? 'EUR',
        to_on: null,
        use_days_overdue: false,
        members: [],
        elsewhere: [],
        reason: null,
        comment: '',
      },
      state: 'new',
    });
  const groups = answer.data?.groups ?? [];
  const shown =
    edited?.state === 'stored' ? (groups.find(({ code }) => code === edited.row.code) ?? edited.row) : edited?.row;
  return (
    <Section
      title={t('credit.shared.title')}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={mode === 'past'}
          onClick={add}
        >
          {t('credit.shared.add')}
        </Button>
      }
    >
      <Answered answer={answer}>
        {(data) =>
          data.groups.length === 0 ? (
            <Note>{`${t('credit.shared.none')}. ${t('credit.shared.noneText')}`}</Note>
          ) : (
            <Table
              label={t('credit.shared.title')}
              rows={data.groups}
              keyOf={(row) => row.code}
              onOpen={mode === 'today' ? (row) => setEdited({ row, state: 'stored' }) : undefined}
              columns={[
                { id: 'code', header: t('credit.code'), opens: 'yes', cell: (row) => row.code },
                { id: 'name', header: t('credit.description'), cell: (row) => row.description },
                {
                  id: 'limit',
                  header: t('credit.limit'),
                  align: 'right',
                  cell: (row) => (
                    <MoneyText money={{ minor: row.limit_minor ?? 0, currency: row.currency }} showCurrency="yes" />
                  ),
                },
                { id: 'to', header: t('credit.to'), cell: (row) => <DayText day={row.to_on} /> },
                {
                  id: 'members',
                  header: t('credit.shared.members'),
                  align: 'right',
                  cell: (row) => row.members.length,
                },
              ]}
            />
          )
        }
      </Answered>
      <Drawer
        title={t(edited?.state === 'new' ? 'credit.shared.add' : 'credit.shared.edit')}
        state={shown ? 'open' : 'closed'}
        onClose={() => setEdited(null)}
        width={edited?.state === 'stored' ? 'wide' : 'normal'}
      >
        {edited && shown && (
          <>
            <SharedForm
              stored={shown}
              state={edited.state}
              onSaved={(code) => setEdited({ row: { ...shown, code }, state: 'stored' })}
              onDone={() => setEdited(null)}
            />
            {edited.state === 'stored' && <Members group={shown} />}
            {edited.state === 'stored' && <SameParties group={shown} />}
            {edited.state === 'stored' && <GroupAging code={shown.code} />}
            {edited.state === 'stored' && <SharedHistory code={shown.code} />}
          </>
        )}
      </Drawer>
    </Section>
  );
}

type SharedFormProps = {
  stored: SharedGroup;
  state: 'new' | 'stored';
  onSaved: (code: string) => void;
  onDone: () => void;
};

function SharedForm({ stored, state, onSaved, onDone }: SharedFormProps) {
  const { t } = useWords();
  const desk = useDesk();
  const [row, setRow] = useState(stored);
  const set = (change: Partial<SharedGroup>) => setRow({ ...row, ...change });
  const save = useAct('credit.shared_save');
  const problem = useFieldProblems(save.error);
  const parameters = useAsk('credit.parameters', {});
  const fixed = state === 'stored' && parameters.data?.manual_editing === false;
  const asksReason = state === 'stored' && (row.limit_minor !== stored.limit_minor || row.to_on !== stored.to_on);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // Members come and go by themselves; those of the moment are not written back.
        save.mutate(
          { ...row, members: [], elsewhere: [] },
          { onSuccess: () => (state === 'new' ? onSaved(row.code) : onDone()) },
        );
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('credit.code')}
          value={row.code}
          disabled={state === 'stored'}
          error={problem('code')}
          onChange={(event) => set({ code: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('credit.description')}
          value={row.description}
          error={problem('description')}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <TextInput
          label={t('credit.currency')}
          value={row.currency}
          maxLength={3}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <MoneyField
          label={t('credit.limit')}
          description={fixed ? t('credit.shared.byAdjustment') : undefined}
          disabled={fixed}
          value={row.limit_minor}
          currency={row.currency.length === 3 ? row.currency : 'EUR'}
          error={problem('limit_minor')}
          onChange={(minor) => set({ limit_minor: minor })}
        />
        <DayField
          label={t('credit.to')}
          description={t('credit.shared.toAbout')}
          disabled={fixed}
          value={row.to_on}
          today={desk.state.today}
          error={problem('to_on')}
          onChange={(day) => set({ to_on: day })}
        />
        {asksReason && (
          <LimitReasonField value={row.reason} error={problem('reason')} onChange={(reason) => set({ reason })} />
        )}
        {asksReason && (
          <TextInput
            label={t('credit.comment')}
            value={row.comment}
            onChange={(event) => set({ comment: event.currentTarget.value })}
          />
        )}
        <Checkbox
          label={t('credit.shared.useDaysOverdue')}
          checked={row.use_days_overdue}
          onChange={(event) => set({ use_days_overdue: event.currentTarget.checked })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

type Member = { account: string; company: string | null };

/** Who shares the limit. A customer belongs to one group at most; the book says so where it belongs to another. */
function Members({ group }: { group: SharedGroup }) {
  const { t } = useWords();
  const join = useAct('credit.shared_join');
  const leave = useAct('credit.shared_leave');
  const { state } = useDesk();
  const members: Member[] = [
    ...group.members.map((account) => ({ account, company: null })),
    ...group.elsewhere.map(({ account, company }) => ({ account, company })),
  ];
  return (
    <Section title={t('credit.shared.members')}>
      {members.length > 0 && (
        <Table
          label={t('credit.shared.members')}
          rows={members}
          keyOf={(member) => `${member.company ?? ''} ${member.account}`}
          columns={[
            { id: 'account', header: t('credit.shared.account'), cell: (member) => member.account },
            ...(group.elsewhere.length > 0
              ? [
                  {
                    id: 'company',
                    header: t('credit.shared.company'),
                    cell: (member: Member) => member.company ?? state.book?.company_code,
                  },
                ]
              : []),
            {
              id: 'leave',
              header: '',
              align: 'right',
              cell: (member) => (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  onClick={() => leave.mutate({ group: group.code, account: member.account, company: member.company })}
                  aria-label={t('credit.shared.leaveOf', { account: member.account })}
                >
                  {t('credit.shared.leave')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <CustomerField
        key={group.members.join()}
        label={t('credit.shared.join')}
        onChoose={(account) => join.mutate({ group: group.code, account, company: null })}
      />
      <FormProblem error={join.error ?? leave.error} />
    </Section>
  );
}

/** Customers that are the same party as a member, and share no limit yet. */
function SameParties({ group }: { group: SharedGroup }) {
  const { t } = useWords();
  const answer = useAsk('credit.shared_parties', { code: group.code });
  const join = useAct('credit.shared_join');
  if (!answer.data || answer.data.customers.length === 0) return null;
  return (
    <Section title={t('credit.shared.same')}>
      <Table
        label={t('credit.shared.same')}
        rows={answer.data.customers}
        keyOf={(row) => `${row.company} ${row.account}`}
        columns={[
          { id: 'account', header: t('credit.shared.account'), cell: (row) => row.account },
          { id: 'name', header: t('credit.description'), cell: (row) => row.name },
          { id: 'company', header: t('credit.shared.company'), cell: (row) => row.company },
          {
            id: 'why',
            header: t('credit.shared.as'),
            cell: (row) =>
              t(row.by_identification ? 'credit.shared.byIdentification' : 'credit.shared.byAddress', {
                member: row.member,
              }),
          },
          {
            id: 'join',
            header: '',
            align: 'right',
            cell: (row) => (
              <Button
                variant="subtle"
                size="compact-xs"
                onClick={() => join.mutate({ group: group.code, account: row.account, company: row.company_code })}
                aria-label={t('credit.shared.joinOf', { account: row.account })}
              >
                {t('credit.shared.joinToo')}
              </Button>
            ),
          },
        ]}
      />
      <FormProblem error={join.error} />
    </Section>
  );
}

/** Who changed the shared limit, and its temporary ones. */
function SharedHistory({ code }: { code: string }) {
  const { t } = useWords();
  const answer = useAsk('credit.shared_history', { code });
  if (!answer.data || answer.data.limits.length === 0) return null;
  return (
    <Section title={t('credit.limitHistory')}>
      <LimitRows rows={answer.data.limits} />
    </Section>
  );
}
