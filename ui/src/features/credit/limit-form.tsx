import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { LimitReasonField } from '../../kit/limit-reason-field';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { CreditFile } from './types';

type LimitFormProps = { account: string; stored: CreditFile['limit']; onDone: () => void };

/** A limit by hand, where parameters allow it. Empty is not set, 0 is no credit. */
export function LimitForm({ account, stored, onDone }: LimitFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const company = state.book?.currency ?? 'EUR';
  const [currency, setCurrency] = useState(company);
  const [minor, setMinor] = useState(stored.limit_minor);
  const [expires, setExpires] = useState(stored.expires_on);
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const save = useAct('credit.set_limit');
  const problem = useFieldProblems(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { account, limit_minor: minor, currency, expires_on: expires, reason: reason ?? '', comment },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        {stored.customer_currency !== company && (
          <Select
            label={t('credit.currency')}
            data={[company, stored.customer_currency]}
            value={currency}
            allowDeselect={false}
            onChange={(value) => value && setCurrency(value)}
          />
        )}
        <MoneyField
          label={t('credit.permanent')}
          description={t('credit.emptyIsNotSet')}
          empty="allowed"
          value={minor}
          currency={currency}
          error={problem('limit_minor')}
          onChange={setMinor}
        />
        <DayField
          label={t('credit.expiresOn')}
          empty="allowed"
          value={expires}
          today={state.today}
          onChange={setExpires}
        />
        <LimitReasonField value={reason} error={problem('reason')} onChange={setReason} />
        <TextInput
          label={t('credit.comment')}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
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
