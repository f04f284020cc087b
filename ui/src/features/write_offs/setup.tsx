import { ActionIcon, Button, Group, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import { useWriteOffReason } from '../../kit/write-off-words';
import type { Parameters } from './types';

type ApprovalRow = Parameters['approval'][number];

const ROLES = ['collections_manager', 'credit_manager', 'finance_approver', 'credit_clerk'] as const;

/** The reason that is proposed, tax apart or not, who approves how much, and the reasons themselves. */
export function WriteOffSetup() {
  const { t } = useWords();
  const stored = useAsk('write_offs.parameters', {});
  return (
    <>
      <Note>
        {t('writeOffs.accountsHint')} <Link to="/ledger-accounts">{t('shell.page.ledgerAccounts')}</Link>
      </Note>
      <Answered answer={stored}>{(data) => <Form key={JSON.stringify(data)} stored={data} />}</Answered>
      <Reasons />
    </>
  );
}

function Form({ stored }: { stored: Parameters }) {
  const { t } = useWords();
  const reasons = useAsk('write_offs.reasons', {});
  const reasonWord = useWriteOffReason();
  const [value, setValue] = useState(stored);
  const save = useAct('write_offs.parameters_save');
  const problem = useFieldProblems(save.error);
  const changed = JSON.stringify(value) !== JSON.stringify(stored);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(value);
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('writeOffs.defaultReason')}
          data={(reasons.data?.reasons ?? []).map(({ code, description }) => ({
            value: code,
            label: reasonWord(code, description),
          }))}
          value={value.reason}
          allowDeselect={false}
          error={problem('reason')}
          onChange={(reason) => reason && setValue({ ...value, reason })}
        />
        <Switch
          label={t('writeOffs.separateTax')}
          description={t('writeOffs.separateTaxHint')}
          checked={value.separate_tax === 'yes'}
          onChange={(event) => setValue({ ...value, separate_tax: event.currentTarget.checked ? 'yes' : 'no' })}
        />
      </Fields>
      <Section title={t('writeOffs.approval')}>
        <p>{t('writeOffs.approvalAbout')}</p>
        {problem('approval') && <p role="alert">{problem('approval')}</p>}
        <Matrix rows={value.approval} onChange={(approval) => setValue({ ...value, approval })} />
      </Section>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed}>
          {t('kit.save')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

function Matrix({ rows, onChange }: { rows: readonly ApprovalRow[]; onChange: (rows: ApprovalRow[]) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const currency = state.book?.currency ?? 'EUR';
  const set = (at: number, part: Partial<ApprovalRow>) =>
    onChange(rows.map((row, other) => (other === at ? { ...row, ...part } : row)));
  const add = () => {
    const role = ROLES.find((one) => !rows.some((row) => row.role === one)) ?? 'finance_approver';
    const order = Math.max(0, ...rows.map((row) => row.order)) + 1;
    onChange([...rows, { above_minor: 0, up_to_minor: null, role, order }]);
  };
  const nth = (label: string, at: number) => `${label} ${at + 1}`;
  const amount = (label: string, at: number, minor: number | null, onSet: (minor: number | null) => void) => (
    <MoneyField
      label={nth(label, at)}
      labelled="hidden"
      empty="allowed"
      value={minor}
      currency={currency}
      onChange={onSet}
    />
  );
  return (
    <>
      {rows.length > 0 && (
        <Table
          label={t('writeOffs.approval')}
          rows={rows.map((row, at) => ({ row, at }))}
          keyOf={({ at }) => String(at)}
          columns={[
            {
              id: 'above',
              header: t('credit.matrix.above'),
              cell: ({ row, at }) =>
                amount(t('credit.matrix.above'), at, row.above_minor, (minor) => set(at, { above_minor: minor ?? 0 })),
            },
            {
              id: 'up_to',
              header: t('credit.matrix.upTo'),
              cell: ({ row, at }) =>
                amount(t('credit.matrix.upTo'), at, row.up_to_minor, (minor) => set(at, { up_to_minor: minor })),
            },
            {
              id: 'role',
              header: t('credit.matrix.role'),
              cell: ({ row, at }) => (
                <Select
                  aria-label={nth(t('credit.matrix.role'), at)}
                  data={ROLES.map((role) => ({ value: role, label: t(`users.role.${role}`) }))}
                  value={row.role}
                  allowDeselect={false}
                  onChange={(role) => role && set(at, { role: role as ApprovalRow['role'] })}
                />
              ),
            },
            {
              id: 'order',
              header: t('credit.matrix.order'),
              cell: ({ row, at }) => (
                <NumberInput
                  aria-label={nth(t('credit.matrix.order'), at)}
                  min={1}
                  max={99}
                  allowDecimal={false}
                  value={row.order}
                  w={70}
                  onChange={(order) => typeof order === 'number' && set(at, { order })}
                />
              ),
            },
            {
              id: 'remove',
              header: '',
              cell: ({ at }) => (
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={t('credit.matrix.remove', { row: at + 1 })}
                  onClick={() => onChange(rows.filter((_, other) => other !== at))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              ),
            },
          ]}
        />
      )}
      <Group mt="sm">
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          {t('credit.matrix.add')}
        </Button>
      </Group>
    </>
  );
}

/** Why something is written off. One that is used stays. */
function Reasons() {
  const { t } = useWords();
  const stored = useAsk('write_offs.reasons', {});
  const reasonWord = useWriteOffReason();
  const [row, setRow] = useState({ code: '', description: '' });
  const save = useAct('write_offs.reason_save');
  const remove = useAct('write_offs.reason_delete');
  const problem = useFieldProblems(save.error);
  return (
    <Section title={t('writeOffs.reasons')}>
      <Answered answer={stored}>
        {({ reasons }) => (
          <Table
            label={t('writeOffs.reasons')}
            rows={reasons}
            keyOf={({ code }) => code}
            columns={[
              { id: 'code', header: t('reasons.code'), cell: ({ code }) => code },
              {
                id: 'description',
                header: t('reasons.description'),
                cell: ({ code, description }) => reasonWord(code, description),
              },
              {
                id: 'remove',
                header: '',
                cell: ({ code }) => (
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    onClick={() => {
                      save.reset();
                      remove.mutate({ code });
                    }}
                  >
                    {t('reasons.delete')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          remove.reset();
          save.mutate(row, { onSuccess: () => setRow({ code: '', description: '' }) });
        }}
      >
        <Fields columns={2}>
          <TextInput
            label={t('reasons.code')}
            value={row.code}
            maxLength={20}
            error={problem('code')}
            onChange={(event) => setRow({ ...row, code: event.currentTarget.value })}
          />
          <TextInput
            label={t('reasons.description')}
            value={row.description}
            onChange={(event) => setRow({ ...row, description: event.currentTarget.value })}
          />
        </Fields>
        <FormActs>
          <Button type="submit" variant="default" loading={save.isPending} disabled={row.code.trim() === ''}>
            {t('writeOffs.addReason')}
          </Button>
          {remove.error && <Problem error={remove.error} />}
          <FormProblem error={save.error} />
        </FormActs>
      </form>
    </Section>
  );
}
