import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { LimitReasonField } from '../../kit/limit-reason-field';
import { FormProblem, Note } from '../../kit/states';
import type { Journal } from './journal-page';

/** Limits that follow from scores; nothing but lines is made, and nothing changes before they are posted. */
export function AutomaticForm({ head, onDone }: { head: Journal['head']; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const temporary = head.kind === 'temporary';
  const [accounts, setAccounts] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const generate = useAct('limits.generate_automatic');
  const ready = reason !== null && to !== null && (!temporary || from !== null);
  const done = generate.data;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason || !to) return;
        generate.mutate({
          journal_id: head.id,
          accounts: accounts.split(/[\s,;]+/).filter(Boolean),
          from_on: temporary ? from : null,
          to_on: to,
          reason,
          comment: '',
        });
      }}
    >
      <p>{t('limits.automaticAbout')}</p>
      <Fields columns={1}>
        <TextInput
          label={t('limits.accounts')}
          description={t('limits.automaticAccounts')}
          value={accounts}
          onChange={(event) => setAccounts(event.currentTarget.value)}
          data-autofocus
        />
        {temporary && <DayField label={t('limits.from')} value={from} today={state.today} onChange={setFrom} />}
        <DayField label={t('limits.to')} value={to} today={state.today} onChange={setTo} />
        <LimitReasonField value={reason} error={undefined} onChange={setReason} />
      </Fields>
      {done && (
        <Note tone={done.lines > 0 ? 'good' : 'warn'}>
          {t('limits.proposed', {
            count: done.lines,
            skipped: done.skipped,
            groups: done.without_group,
            headers: done.without_header,
            matches: done.without_match,
          })}
          {done.capped.length > 0 && ` ${t('limits.capped', { accounts: done.capped.join(', ') })}`}
          {done.without_rate > 0 && ` ${t('limits.withoutRate', { count: done.without_rate })}`}
        </Note>
      )}
      <FormActs>
        <Button type="submit" loading={generate.isPending} disabled={!ready || done !== undefined}>
          {t('limits.automatic')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {done ? t('kit.close') : t('kit.cancel')}
        </Button>
        <FormProblem error={generate.error} />
      </FormActs>
    </form>
  );
}
