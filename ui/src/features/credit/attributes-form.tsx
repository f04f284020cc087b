import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { LimitReasonField } from '../../kit/limit-reason-field';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Attributes } from './types';

const BOXES = ['unlimited', 'mandatory', 'excluded', 'with_agency', 'title_held'] as const;
/** What limit and rules look at no more, or again: only with a reason. */
const THROUGH = ['unlimited', 'excluded', 'ignore_until'] as const;
const DAYS = ['ignore_until', 'eligible_on', 'last_review_on', 'next_review_on', 'business_started_on'] as const;

type AttributesFormProps = { account: string; stored: Attributes; onDone: () => void };

/** What may be changed of a customer's credit without changing its limit. */
export function AttributesForm({ account, stored, onDone }: AttributesFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [kept, setKept] = useState(stored);
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const setup = useAsk('credit.setup', {});
  const save = useAct('credit.save');
  const problem = useFieldProblems(save.error);
  const set = (change: Partial<Attributes>) => setKept((now) => ({ ...now, ...change }));
  const asksReason = THROUGH.some((name) => kept[name] !== stored[name]);
  const currency = kept.eligible_currency ?? state.book?.currency ?? 'EUR';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ account, attributes: kept, reason: asksReason ? reason : null, comment }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        {BOXES.map((name) => (
          <Checkbox
            key={name}
            label={t(`credit.box.${name}`)}
            description={t(`credit.boxAbout.${name}`)}
            checked={kept[name]}
            onChange={(event) => set({ [name]: event.currentTarget.checked })}
          />
        ))}
        <Select
          label={t('credit.group')}
          clearable
          data={(setup.data?.groups ?? []).map(({ code, description }) => ({
            value: code,
            label: description || code,
          }))}
          value={kept.group}
          onChange={(group) => set({ group })}
        />
        <MoneyField
          label={t('credit.eligible')}
          description={t('credit.eligibleAbout')}
          empty="allowed"
          value={kept.eligible_minor}
          currency={currency}
          error={problem('eligible_minor') ?? problem('eligible_currency')}
          onChange={(minor) => set({ eligible_minor: minor, eligible_currency: minor === null ? null : currency })}
        />
        {DAYS.map((name) => (
          <DayField
            key={name}
            label={t(`credit.dayOf.${name}`)}
            empty="allowed"
            value={kept[name]}
            today={state.today}
            onChange={(day) => set({ [name]: day })}
          />
        ))}
        <TextInput
          label={t('credit.governmentId')}
          value={kept.government_id}
          error={problem('government_id')}
          onChange={(event) => set({ government_id: event.currentTarget.value })}
        />
        <TextInput
          label={t('credit.employeeResponsible')}
          description={t('credit.employeeResponsibleAbout')}
          value={kept.employee_responsible}
          error={problem('employee_responsible')}
          onChange={(event) => set({ employee_responsible: event.currentTarget.value })}
        />
        <TextInput
          label={t('credit.discount')}
          description={t('credit.discountAbout')}
          value={kept.discount ?? ''}
          error={problem('discount')}
          onChange={(event) => set({ discount: event.currentTarget.value || null })}
        />
        <TextInput
          label={t('credit.invoiceAccount')}
          description={t('credit.invoiceAccountAbout')}
          value={kept.invoice_account ?? ''}
          error={problem('invoice_account')}
          onChange={(event) => set({ invoice_account: event.currentTarget.value || null })}
        />
        {asksReason && (
          <>
            <LimitReasonField value={reason} error={problem('reason')} onChange={setReason} />
            <Textarea
              label={t('credit.comment')}
              description={t('credit.throughAbout')}
              autosize
              value={comment}
              onChange={(event) => setComment(event.currentTarget.value)}
            />
          </>
        )}
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
