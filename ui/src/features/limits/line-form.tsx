import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Journal, Line } from './journal-page';
import { ReasonField } from './reason-field';

type LineFormProps = { head: Journal['head']; stored: Line | null; onDone: () => void };

/** One customer's new limit. */
export function LineForm({ head, stored, onDone }: LineFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [account, setAccount] = useState(stored?.account ?? null);
  const [minor, setMinor] = useState<number | null>(stored?.new_minor ?? null);
  const [from, setFrom] = useState(stored?.from_on ?? null);
  const [to, setTo] = useState<string | null>(stored?.to_on ?? null);
  const [reason, setReason] = useState<string | null>(stored?.reason ?? null);
  const [comment, setComment] = useState(stored?.comment ?? '');
  const save = useAct('limits.line_save');
  const remove = useAct('limits.line_delete');
  const problem = useFieldProblems(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          {
            journal_id: head.id,
            line_id: stored?.id ?? null,
            account,
            group: null,
            new_minor: minor,
            from_on: from,
            to_on: to,
            reason,
            comment,
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        {stored ? (
          <TextInput label={t('limits.account')} value={`${stored.account} · ${stored.name}`} disabled />
        ) : (
          <CustomerField label={t('limits.account')} onChoose={setAccount} />
        )}
        <MoneyField
          label={t('limits.new')}
          description={t('limits.zeroIsNone')}
          value={minor}
          currency={state.book?.currency ?? 'EUR'}
          error={problem('new_minor')}
          onChange={setMinor}
        />
        <DayField
          label={head.kind === 'temporary' ? t('limits.from') : t('limits.effective')}
          description={head.kind === 'temporary' ? undefined : t('limits.effectiveAbout')}
          empty={head.kind === 'temporary' ? 'refused' : 'allowed'}
          value={from}
          today={state.today}
          error={problem('from_on')}
          onChange={setFrom}
        />
        <DayField label={t('limits.to')} value={to} today={state.today} error={problem('to_on')} onChange={setTo} />
        <ReasonField value={reason} error={problem('reason')} onChange={setReason} />
        <TextInput
          label={t('limits.comment')}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!account}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {stored && (
          <Button
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ journal_id: head.id, line_id: stored.id }, { onSuccess: onDone })}
          >
            {t('limits.deleteLine')}
          </Button>
        )}
        <FormProblem error={save.error ?? remove.error} />
      </FormActs>
    </form>
  );
}
