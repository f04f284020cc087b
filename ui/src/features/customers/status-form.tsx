import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import { ReasonField } from './dispute-form';
import { documentsOf, idsOf } from './documents';
import { Consent, type ConsentValue, Warned } from './promise-form';
import type { TransactionRow } from './types';

type Status = RequestOf<'collections.change_status'>['status'];
export type Changed = ResponseOf<'collections.change_status'>;

export const STATUSES: readonly Status[] = ['not_disputed', 'disputed', 'promised', 'promise_broken', 'resolved'];

type StatusFormProps = {
  account: string;
  rows: readonly TransactionRow[];
  /** `mail` is what was said, where the salesperson shall be told. */
  onDone: (done: Changed, mail: { comment: string } | null) => void;
  onCancel: () => void;
};

/** Another status for the chosen documents. */
export function StatusForm({ account, rows: marked, onDone, onCancel }: StatusFormProps) {
  const rows = documentsOf(marked);
  const { t } = useWords();
  const { state } = useDesk();
  const [status, setStatus] = useState<Status>('resolved');
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [on, setOn] = useState<string | null>(null);
  const [minor, setMinor] = useState<number | null>(null);
  const [followUp, setFollowUp] = useState<string | null>(null);
  const [action, setAction] = useState(true);
  const [seen, setSeen] = useState(false);
  const [consent, setConsent] = useState<ConsentValue>({ user: '', pin: '', note: '' });
  const needs = usePromiseNeeds(rows, status === 'promised' ? on : null, minor);
  const mail = useMailOffer(account, rows);
  const change = useAct('collections.change_status');
  const problem = useFieldProblems(change.error);
  const [first] = rows;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          {
            transaction_ids: idsOf(rows),
            status,
            reason,
            comment,
            promise_on: status === 'promised' ? on : null,
            promise_minor: status === 'promised' ? minor : null,
            follow_up_on: followUp,
            create_action: action,
            consent: needs?.consent.length ? { ...consent, user: consent.user.trim() || null } : null,
            beyond_extension: seen,
          },
          { onSuccess: (done) => onDone(done, mail.state === 'wanted' ? { comment } : null) },
        );
      }}
    >
      <Note>{t('collections.rows', { count: rows.length })}</Note>
      <Fields columns={1}>
        <Select
          label={t('collections.newStatus')}
          allowDeselect={false}
          data={STATUSES.map((value) => ({ value, label: t(`collections.status.${value}`) }))}
          value={status}
          onChange={(value) => value && setStatus(value as Status)}
          data-autofocus
        />
        {status === 'promised' && (
          <DayField
            label={t('collections.promiseOn')}
            value={on}
            today={state.today}
            error={problem('promise_on') ?? problem('promised_on')}
            onChange={setOn}
          />
        )}
        {status === 'promised' && rows.length === 1 && first && (
          <MoneyField
            label={t('collections.promiseAmount')}
            description={t('collections.promiseAmountAbout')}
            empty="allowed"
            value={minor}
            currency={first.currency}
            error={problem('amount')}
            onChange={setMinor}
          />
        )}
        {needs && <PromiseNeeds needs={needs} seen={seen} onSeen={setSeen} consent={consent} onConsent={setConsent} />}
        <ReasonField value={reason} error={problem('reason')} onChange={setReason} />
        <Textarea
          label={t('collections.comment')}
          autosize
          minRows={2}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <DayField
          label={t('collections.followUp')}
          empty="allowed"
          value={followUp}
          today={state.today}
          error={problem('follow_up_on')}
          onChange={setFollowUp}
        />
        <Checkbox
          label={t('collections.createAction')}
          checked={action}
          onChange={(event) => setAction(event.currentTarget.checked)}
        />
        {mail.state !== 'off' && (
          <Checkbox
            label={t('collections.mailSalesperson')}
            description={
              mail.to ? t('collections.mailSalespersonTo', { name: mail.to }) : t('collections.mailSalespersonNone')
            }
            checked={mail.state === 'wanted'}
            disabled={mail.to === null}
            onChange={(event) => mail.want(event.currentTarget.checked ? 'yes' : 'no')}
          />
        )}
      </Fields>
      <FormActs>
        <Button type="submit" loading={change.isPending} disabled={status === 'promised' && on === null}>
          {t('collections.save')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={change.error} />
      </FormActs>
    </form>
  );
}

type Needs = ResponseOf<'promises.check'>;

/** What a promise of these documents by this day needs; null where none is made. */
function usePromiseNeeds(rows: readonly TransactionRow[], on: string | null, minor: number | null): Needs | null {
  const lines = rows.map((row) => ({
    transaction_id: row.transaction_id,
    promised_on: on ?? '',
    amount_minor: rows.length === 1 ? minor : null,
  }));
  const needs = useAsk('promises.check', { lines }, { when: on === null ? 'later' : 'now', meanwhile: 'previous' });
  return on === null ? null : (needs.data ?? null);
}

type PromiseNeedsProps = {
  needs: Needs;
  seen: boolean;
  onSeen: (seen: boolean) => void;
  consent: ConsentValue;
  onConsent: (consent: ConsentValue) => void;
};

/** What is asked as with a promise: that an insurer's extension is passed was seen, and the consent of a manager. */
function PromiseNeeds({ needs, seen, onSeen, consent, onConsent }: PromiseNeedsProps) {
  const { t } = useWords();
  return (
    <>
      {needs.warnings.map((warning) => (
        <Note key={`${warning.document_no} ${warning.policy_no}`} tone="warn">
          <Warned warning={warning} />
        </Note>
      ))}
      {needs.warnings.length > 0 && (
        <Checkbox label={t('promises.seen')} checked={seen} onChange={(event) => onSeen(event.currentTarget.checked)} />
      )}
      {needs.consent.length > 0 && <Consent needs={needs} value={consent} onChange={onConsent} />}
    </>
  );
}

/** Whether a mail to the salesperson is offered: the parameter says so, and only an address makes it possible. */
function useMailOffer(account: string, rows: readonly TransactionRow[]) {
  const [wanted, want] = useState<'yes' | 'no'>('yes');
  const setup = useAsk('mail.templates', {});
  const on = setup.data?.salesperson_on_change === true;
  const composed = useAsk(
    'mail.compose',
    { account, purpose: 'status', transaction_ids: idsOf(rows) },
    { when: on ? 'now' : 'later' },
  );
  const to = composed.data?.to?.name ?? null;
  const state = on ? (wanted === 'yes' && to !== null ? 'wanted' : 'offered') : 'off';
  return { state, to, want } as const;
}
