import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { LimitReasonField } from '../../kit/limit-reason-field';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Journal, Line } from './journal-page';

type LineFormProps = { head: Journal['head']; stored: Line | null; onDone: () => void };

/** The new limit of one customer, or of a group that shares one. */
export function LineForm({ head, stored, onDone }: LineFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [account, setAccount] = useState(stored?.account ?? null);
  const [group, setGroup] = useState(stored?.group ?? null);
  const [whose, setWhose] = useState<'customer' | 'group'>(stored?.group ? 'group' : 'customer');
  const groups = useAsk('credit.shared', {}).data?.groups ?? [];
  const shared = groups.find(({ code }) => code === group);
  const currency = whose === 'group' ? (shared?.currency ?? 'EUR') : (state.book?.currency ?? 'EUR');
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
            account: whose === 'customer' ? account : null,
            group: whose === 'group' ? group : null,
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
          <TextInput label={t('limits.target')} value={`${stored.account ?? stored.group} · ${stored.name}`} disabled />
        ) : (
          <>
            {groups.length > 0 && (
              <Select
                label={t('limits.whose')}
                data={(['customer', 'group'] as const).map((value) => ({
                  value,
                  label: t(`limits.whoseName.${value}`),
                }))}
                value={whose}
                allowDeselect={false}
                onChange={(value) => value && setWhose(value as typeof whose)}
              />
            )}
            {whose === 'customer' ? (
              <CustomerField label={t('limits.account')} onChoose={setAccount} />
            ) : (
              <Select
                label={t('limits.group')}
                data={groups.map(({ code, description }) => ({
                  value: code,
                  label: description ? `${code} · ${description}` : code,
                }))}
                value={group}
                onChange={setGroup}
              />
            )}
          </>
        )}
        <MoneyField
          label={t('limits.new')}
          description={t('limits.zeroIsNone')}
          value={minor}
          currency={currency}
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
        <LimitReasonField value={reason} error={problem('reason')} onChange={setReason} />
        <TextInput
          label={t('limits.comment')}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={whose === 'customer' ? !account : !group}>
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
