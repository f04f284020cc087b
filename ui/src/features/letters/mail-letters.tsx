import { Button, Checkbox, PasswordInput, SegmentedControl, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { Facts } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import classes from './letters.module.css';
import { MailedLetters } from './mailed-letters';

type Plan = ResponseOf<'letters.mail_plan'>;
type Recipients = NonNullable<RequestOf<'letters.mail_plan'>['to']>;
type Channel = NonNullable<RequestOf<'letters.mail_plan'>['channel']>;

/** Which letters: a run, or those that were chosen. */
export type LettersToMail = { runId: number | null; letterIds: number[] };

/** Letters by mail: who gets what from whom, and which stay and why, before anything leaves. */
export function MailLetters({ of }: { of: LettersToMail }) {
  const { t } = useWords();
  const [channel, setChannel] = useState<Channel>('draft');
  const [to, setTo] = useState<Recipients>([]);
  const plan = useAsk(
    'letters.mail_plan',
    { run_id: of.runId, letter_ids: of.letterIds, channel, to },
    { meanwhile: 'previous' },
  );
  const choose = (letter_id: number, email: string) =>
    setTo([...to.filter((one) => one.letter_id !== letter_id), { letter_id, email }]);
  return (
    <>
      <p>{t('letterMails.about')}</p>
      <div>
        <SegmentedControl
          aria-label={t('letterMails.channel')}
          value={channel}
          onChange={(value) => setChannel(value as Channel)}
          data={(['draft', 'smtp'] as const).map((value) => ({ value, label: t(`letterMails.channelName.${value}`) }))}
        />
      </div>
      <Answered answer={plan}>
        {(data) => <Planned key={channel} plan={data} channel={channel} of={of} to={to} onRecipient={choose} />}
      </Answered>
    </>
  );
}

type PlannedProps = {
  plan: Plan;
  channel: Channel;
  of: LettersToMail;
  to: Recipients;
  onRecipient: (letterId: number, email: string) => void;
};

function Planned({ plan, channel, of, to, onRecipient }: PlannedProps) {
  const { t } = useWords();
  const [changed, setChanged] = useState(false);
  const [again, setAgain] = useState(false);
  const [copies, setCopies] = useState(false);
  const staying = (reason: Plan['spared'][number]['reason']) =>
    plan.spared.find((one) => one.reason === reason)?.letters ?? 0;
  const before = staying('sent') + staying('uncertain');
  const going = plan.ready + (changed ? staying('changed') : 0) + (again ? before : 0);
  const asked = { run_id: of.runId, letter_ids: of.letterIds, anyway: { again, changed }, copies, to };
  const { from } = plan;
  const ways = { count: going, asked, canSend: from.email !== '' && going > 0 };
  return (
    <>
      <Facts
        facts={[{ name: t('letterMails.from'), value: from.email ? `${from.name} <${from.email}>` : from.name }]}
      />
      {from.email === '' && <Note tone="warn">{t('letterMails.noFrom')}</Note>}
      <PlanTable plan={plan} onRecipient={onRecipient} />
      <Fields columns={1}>
        {staying('changed') > 0 && (
          <Checkbox
            label={t('letterMails.changed')}
            checked={changed}
            onChange={(event) => setChanged(event.currentTarget.checked)}
          />
        )}
        {before > 0 && (
          <Checkbox
            label={t('letterMails.again')}
            checked={again}
            onChange={(event) => setAgain(event.currentTarget.checked)}
          />
        )}
        <Checkbox
          label={t('letterMails.copies')}
          checked={copies}
          onChange={(event) => setCopies(event.currentTarget.checked)}
        />
      </Fields>
      {copies && plan.copies_missing.length > 0 && (
        <Note tone="warn">{t('letterMails.copiesMissing', { documents: plan.copies_missing.join(', ') })}</Note>
      )}
      {channel === 'draft' ? (
        <Drafts {...ways} />
      ) : plan.has_server ? (
        <Sending {...ways} />
      ) : (
        <Note>{t('letterMails.noServer')}</Note>
      )}
    </>
  );
}

function PlanTable({ plan, onRecipient }: Pick<PlannedProps, 'plan' | 'onRecipient'>) {
  const { t } = useWords();
  const staying = plan.spared.reduce((sum, one) => sum + one.letters, 0);
  const title = [
    t('letterMails.going', { count: plan.ready }),
    ...(staying > 0 ? [t('letterMails.staying', { count: staying })] : []),
  ].join(' · ');
  return (
    <Section title={title}>
      <Table
        label={title}
        scroll="inside"
        rows={plan.letters}
        keyOf={(mail) => String(mail.letter_id)}
        tone={(mail) => (mail.spared ? 'warn' : 'plain')}
        columns={[
          { id: 'number', header: t('letters.number'), cell: (mail) => mail.letter_no },
          { id: 'name', header: t('letters.customer'), cell: (mail) => `${mail.name} · ${mail.account}` },
          {
            id: 'to',
            header: [t('letterMails.to'), t('letterMails.subject')].join(', '),
            cell: (mail) => (
              <>
                <Recipient mail={mail} onRecipient={onRecipient} />
                <div className={classes.more} lang={mail.language}>
                  {mail.subject}
                </div>
              </>
            ),
          },
          {
            id: 'now',
            header: t('letterMails.now'),
            align: 'right',
            cell: (mail) => <MoneyText money={{ minor: mail.now_minor, currency: mail.currency }} showCurrency="yes" />,
          },
          {
            id: 'why',
            header: t('letterMails.why'),
            cell: (mail) => (mail.spared ? t(`letterMails.spared.${mail.spared}`) : ''),
          },
        ]}
      />
      {plan.letters.length < plan.ready + staying && <p>{t('letterMails.firstOf', { shown: plan.letters.length })}</p>}
    </Section>
  );
}

/** Whom the letter goes to; another contact can be chosen where the customer has several. */
function Recipient({ mail, onRecipient }: { mail: Plan['letters'][number] } & Pick<PlannedProps, 'onRecipient'>) {
  const { t } = useWords();
  if (!mail.to || mail.choices.length < 2) return <>{mail.to ? mail.to.email : '–'}</>;
  const data = [...new Set(mail.choices.map(({ email }) => email))];
  return (
    <Select
      size="xs"
      aria-label={t('letterMails.toOf', { letter: mail.letter_no })}
      data={data}
      value={mail.to.email}
      allowDeselect={false}
      onChange={(email) => email && onRecipient(mail.letter_id, email)}
    />
  );
}

type Way = {
  count: number;
  asked: Omit<RequestOf<'letters.mail_drafts'>, 'folder'>;
  canSend: boolean;
};

function Drafts({ count, asked, canSend }: Way) {
  const { t } = useWords();
  const folder = useAct('dialog.folder');
  const write = useAct('letters.mail_drafts');
  const open = useMutation<null, RefusedError, string>({
    mutationFn: async (path) => (await send('opener.open', { path })).ok,
  });
  const toFolder = async () => {
    const { path } = await folder.mutateAsync({});
    if (path !== null) await write.mutateAsync({ ...asked, folder: path });
  };
  const toProgram = async () => {
    const { files } = await write.mutateAsync(asked);
    for (const path of files) await open.mutateAsync(path);
  };
  // What went wrong stands below; there is nothing to be done about it here.
  const quietly = (work: Promise<void>) => void work.catch(() => undefined);
  return (
    <>
      {write.data && <MailedLetters done={write.data} channel="draft" />}
      <FormActs>
        <Button loading={write.isPending} disabled={!canSend} onClick={() => quietly(toFolder())}>
          {t('letterMails.draft', { count })}
        </Button>
        {count <= 5 && (
          <Button variant="default" loading={write.isPending} disabled={!canSend} onClick={() => quietly(toProgram())}>
            {t('letterMails.open')}
          </Button>
        )}
        <FormProblem error={folder.error ?? write.error ?? open.error} />
      </FormActs>
    </>
  );
}

function Sending({ count, asked, canSend }: Way) {
  const { t } = useWords();
  const server = useAsk('mail.server', {});
  const deliver = useAct('letters.mail_send');
  const [password, setPassword] = useState('');
  const place = server.data?.password;
  const asks = place === 'missing' || place === 'no_store';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        deliver.mutate({ ...asked, ...(asks ? { password } : {}) });
      }}
    >
      {asks && (
        <PasswordInput
          label={t('letterMails.password')}
          description={t('letterMails.passwordHint')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      {deliver.data && <MailedLetters done={deliver.data} channel="smtp" />}
      <FormActs>
        <Button type="submit" loading={deliver.isPending} disabled={!canSend || (asks && password === '')}>
          {t('letterMails.send', { count })}
        </Button>
        <FormProblem error={deliver.error} />
      </FormActs>
    </form>
  );
}
