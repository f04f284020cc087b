import { Button, Checkbox, PasswordInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send, useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { useFocusOnArrival } from './focus';
import { Fields, FormActs } from './form';
import { useFieldProblems } from './problem-words';
import { Facts } from './side';
import { Answered, FormProblem, Note } from './states';

type Composed = ResponseOf<'mail.compose'>;
type Purpose = RequestOf<'mail.compose'>['purpose'];
type Person = { name: string; email: string };

type MailFormProps = {
  account: string;
  caseId: number | null;
  transactionIds: readonly number[];
  /** To whom, where somebody was chosen already. */
  to: Person | null;
  /** What it is about, where that is settled; else the person chooses. */
  about?: { purpose: Purpose; comment: string };
  /** The statement of account that goes along instead of a list. */
  statement?: RequestOf<'statements.make'>['parameters'];
  onDone: () => void;
};

/** A mail with the open items: From and To are seen before anything is written, and the person's own program sends it. */
export function MailForm(props: MailFormProps) {
  const { t } = useWords();
  const [purpose, setPurpose] = useState<Purpose>(props.about?.purpose ?? 'transactions');
  const [arrival, setArrival] = useState<'focused' | 'quiet'>('focused');
  const composed = useAsk('mail.compose', {
    account: props.account,
    purpose,
    transaction_ids: [...props.transactionIds],
    ...(props.about ? { comment: props.about.comment } : {}),
    ...(props.statement && { statement: props.statement }),
  });
  return (
    <>
      {!props.about && (
        <SegmentedControl
          aria-label={t('mail.purposeLabel')}
          value={purpose}
          onChange={(value) => {
            // Whoever changes the purpose by the arrow keys stays there.
            setArrival('quiet');
            setPurpose(value as Purpose);
          }}
          data={(['transactions', 'salesperson'] as const).map((value) => ({
            value,
            label: t(`mail.purpose.${value}`),
          }))}
        />
      )}
      <Answered answer={composed}>
        {(data) => <Written key={purpose} composed={data} arrival={arrival} {...props} />}
      </Answered>
    </>
  );
}

type WrittenProps = MailFormProps & { composed: Composed; arrival: 'focused' | 'quiet' };

function Written({ composed, arrival, account, caseId, transactionIds, to, statement, onDone }: WrittenProps) {
  const { t } = useWords();
  const [person, setPerson] = useState<Person>(to ?? composed.to ?? { name: '', email: '' });
  const [subject, setSubject] = useState(composed.subject);
  const subjectField = useFocusOnArrival<HTMLInputElement>(arrival);
  const [body, setBody] = useState(composed.body);
  const log = useAct('mail.log');
  const [copies, setCopies] = useState<'with' | 'without'>(composed.copies > 0 ? 'with' : 'without');
  const mail = { account, to_name: person.name, to_email: person.email, subject, body };
  const whole = {
    ...mail,
    transaction_ids: [...transactionIds],
    copies: copies === 'with',
    ...(statement && { statement }),
  };
  const draft = useMutation<null, RefusedError>({
    mutationFn: async () => {
      const { path } = (await send('mail.draft', whole)).ok;
      return (await send('opener.open', { path })).ok;
    },
  });
  const deliver = useAct('mail.send');
  const problem = useFieldProblems(deliver.error ?? draft.error);
  const { from, others } = composed;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        draft.mutate();
      }}
    >
      <Facts facts={[{ name: t('mail.from'), value: from.email ? `${from.name} <${from.email}>` : from.name }]} />
      {from.email === '' && <Note tone="warn">{t('mail.noFrom')}</Note>}
      <Fields columns={1}>
        {others.length > 1 && (
          <Select
            label={t('mail.to')}
            data={others.map((one) => ({ value: one.email, label: `${one.name} <${one.email}>` }))}
            value={others.some((one) => one.email === person.email) ? person.email : null}
            onChange={(email) => {
              const chosen = others.find((one) => one.email === email);
              if (chosen) setPerson({ name: chosen.name, email: chosen.email });
            }}
          />
        )}
      </Fields>
      <Fields columns={2}>
        <TextInput
          label={t('mail.toName')}
          value={person.name}
          onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
        />
        <TextInput
          label={t('mail.toEmail')}
          value={person.email}
          error={problem('to_email')}
          onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })}
        />
      </Fields>
      <Fields columns={1}>
        <TextInput
          ref={subjectField}
          label={t('mail.subject')}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Textarea
          label={t('mail.body')}
          lang={composed.language}
          autosize
          minRows={10}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
      </Fields>
      {composed.copies > 0 && (
        <Checkbox
          label={t('mail.copies', { count: composed.copies })}
          checked={copies === 'with'}
          onChange={(event) => setCopies(event.currentTarget.checked ? 'with' : 'without')}
        />
      )}
      {composed.copies > 0 && composed.without_copy.length > 0 && (
        <Note tone="warn">{t('mail.withoutCopy', { documents: composed.without_copy.join(', ') })}</Note>
      )}
      <p>{composed.files.length > 0 ? t('mail.files', { files: composed.files.join(', ') }) : t('mail.noFiles')}</p>
      {draft.isSuccess && <Note tone="good">{t('mail.opened')}</Note>}
      {composed.from_server && (
        <Sending
          from={composed.from_server}
          state={person.email.trim() === '' ? 'off' : deliver.isPending ? 'running' : 'ready'}
          onSend={(password) =>
            deliver.mutate({ mail: whole, case_id: caseId, ...(password && { password }) }, { onSuccess: onDone })
          }
        />
      )}
      <FormActs>
        <Button
          type="submit"
          variant={draft.isSuccess ? 'default' : 'filled'}
          loading={draft.isPending}
          disabled={from.email === '' || person.email.trim() === ''}
        >
          {t('mail.draft')}
        </Button>
        {draft.isSuccess && (
          <Button
            loading={log.isPending}
            onClick={() => log.mutate({ ...mail, case_id: caseId }, { onSuccess: onDone })}
          >
            {t('mail.sent')}
          </Button>
        )}
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={deliver.error ?? draft.error ?? log.error} />
      </FormActs>
    </form>
  );
}

type SendingProps = { from: Person; state: 'ready' | 'running' | 'off'; onSend: (password: string) => void };

/** Hands the mail to the server of the house, which notes it by itself; the password is asked for where no key store has it. */
function Sending({ from, state, onSend }: SendingProps) {
  const { t } = useWords();
  const place = useAsk('mail.server', {}).data?.password;
  const [password, setPassword] = useState('');
  const asks = place === 'missing' || place === 'no_store';
  return (
    <>
      <Facts facts={[{ name: t('mail.sendFrom'), value: `${from.name} <${from.email}>` }]} />
      {asks && (
        <PasswordInput
          label={t('letterMails.password')}
          description={t('letterMails.passwordHint')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <div>
        <Button
          loading={state === 'running'}
          disabled={state === 'off' || from.email === '' || (asks && password === '')}
          data-testid="mail-send"
          onClick={() => onSend(password)}
        >
          {t('mail.send')}
        </Button>
      </div>
    </>
  );
}
