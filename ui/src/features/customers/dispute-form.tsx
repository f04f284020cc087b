import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { useDisputeReason } from '../../kit/reasons';
import { FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import type { TransactionRow } from './types';

export type Opened = ResponseOf<'disputes.open'>;

type DisputeFormProps = { rows: readonly TransactionRow[]; onDone: (done: Opened) => void; onCancel: () => void };

/** A dispute about each of the chosen documents: all that is open of it, or a part. */
export function DisputeForm({ rows, onDone, onCancel }: DisputeFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [amounts, setAmounts] = useState<Record<number, number | null>>(() =>
    Object.fromEntries(rows.map((row) => [row.transaction_id, row.open_minor])),
  );
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState({ explanation: '', next_action: '', external_reference: '', case: '' });
  const [investigator, setInvestigator] = useState<string | null>(null);
  const [due, setDue] = useState<string | null>(null);
  const open = useAct('disputes.open');
  const problem = useFieldProblems(open.error);
  const field = (name: keyof typeof text) => ({
    value: text[name],
    onChange: (event: { currentTarget: { value: string } }) => setText({ ...text, [name]: event.currentTarget.value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate(
          {
            rows: rows.map(({ transaction_id }) => ({
              transaction_id,
              amount_minor: amounts[transaction_id] ?? null,
              lines: [],
            })),
            ...text,
            case: text.case.trim() || null,
            reason: reason ?? '',
            investigator,
            due_on: due,
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Note>{t('disputes.openAbout')}</Note>
      <Fields columns={1}>
        {rows.map((row) => (
          <MoneyField
            key={row.transaction_id}
            label={t('disputes.lineAmount', { document: row.document_no })}
            value={amounts[row.transaction_id] ?? null}
            currency={row.currency}
            error={problem('amount')}
            onChange={(minor) => setAmounts({ ...amounts, [row.transaction_id]: minor })}
          />
        ))}
        <ReasonField value={reason} error={problem('reason')} onChange={setReason} />
        <Textarea label={t('disputes.explanation')} autosize minRows={2} {...field('explanation')} />
      </Fields>
      <Fields>
        <InvestigatorField value={investigator} error={problem('investigator')} onChange={setInvestigator} />
        <DayField
          label={t('disputes.dueOn')}
          empty="allowed"
          value={due}
          today={state.today}
          error={problem('due_on')}
          onChange={setDue}
        />
        <TextInput label={t('disputes.nextAction')} {...field('next_action')} />
        <TextInput label={t('disputes.reference')} {...field('external_reference')} />
        <TextInput label={t('disputes.case')} error={problem('case')} {...field('case')} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={open.isPending} disabled={reason === null}>
          {t('disputes.openNow')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={open.error} />
      </FormActs>
    </form>
  );
}

type ReasonFieldProps = { value: string | null; error: string | undefined; onChange: (code: string | null) => void };

/** Why; the shipped reasons have the words of the reader's language. */
export function ReasonField({ value, error, onChange }: ReasonFieldProps) {
  const { t } = useWords();
  const nameOf = useDisputeReason();
  const reasons = useAsk('collections.reasons', {}).data?.reasons ?? [];
  return (
    <Select
      label={t('disputes.reason')}
      data={reasons.map(({ code, description }) => ({ value: code, label: nameOf(code, description) }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

function InvestigatorField({ value, error, onChange }: ReasonFieldProps) {
  const { t } = useWords();
  const users = useAsk('users.list', {}).data?.users ?? [];
  return (
    <Select
      label={t('disputes.investigator')}
      placeholder={t('disputes.nobody')}
      clearable
      data={users.filter((user) => user.active).map(({ code, name }) => ({ value: code, label: name }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
