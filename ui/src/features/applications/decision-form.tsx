import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Application } from './applications-page';

type DecisionFormProps = { application: Application; verdict: 'approve' | 'reject'; onDone: () => void };

/** Grants terms and a limit, as asked for or with changes, or grants nothing. */
export function DecisionForm({ application: one, verdict, onDone }: DecisionFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const terms = useAsk('terms.list', {});
  const [minor, setMinor] = useState<number | null>(one.granted_minor ?? one.proposed_minor ?? one.requested_minor);
  const [granted, setGranted] = useState(one.granted_minor === null ? one.requested_terms : one.granted_terms);
  const [until, setUntil] = useState(one.valid_until);
  const [reason, setReason] = useState(one.reason);
  const [account, setAccount] = useState('');
  const decide = useAct('applications.decide');
  const problem = useFieldProblems(decide.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        decide.mutate(
          {
            id: one.id,
            verdict,
            granted_terms: granted,
            granted_minor: minor,
            reason,
            valid_until: until,
            account: account.trim() || null,
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        {verdict === 'approve' && (
          <>
            <MoneyField
              label={t('applications.granted')}
              value={minor}
              currency={one.currency}
              error={problem('granted_minor')}
              onChange={setMinor}
            />
            <Select
              label={t('applications.grantedTerms')}
              clearable
              data={(terms.data?.terms ?? []).map(({ id, description }) => ({ value: id, label: description || id }))}
              value={granted}
              error={problem('granted_terms')}
              onChange={setGranted}
            />
            <DayField
              label={t('applications.validUntil')}
              value={until}
              today={state.today}
              error={problem('valid_until')}
              onChange={setUntil}
            />
            {one.prospect.account === null && (
              <TextInput
                label={t('applications.account')}
                description={t('applications.accountAbout', { number: one.prospect.number })}
                value={account}
                error={problem('account')}
                onChange={(event) => setAccount(event.currentTarget.value)}
              />
            )}
          </>
        )}
        <Textarea
          label={t('limits.reason')}
          description={t(verdict === 'reject' ? 'applications.reasonReject' : 'applications.reasonApprove')}
          autosize
          minRows={3}
          value={reason}
          error={problem('reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <FormActs>
        <Button type="submit" color={verdict === 'reject' ? 'red' : undefined} loading={decide.isPending}>
          {t(verdict === 'reject' ? 'limits.reject' : 'limits.approve')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={decide.error} />
      </FormActs>
    </form>
  );
}
