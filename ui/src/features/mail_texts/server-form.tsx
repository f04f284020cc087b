import { Button, NumberInput, PasswordInput, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Setup = ResponseOf<'mail.server'>;
type Server = Setup['server'];

/** The mail server for letters that Duebook itself sends; its password lies in the key store of the system. */
export function ServerForm() {
  const { t } = useWords();
  const setup = useAsk('mail.server', {});
  return (
    <FormSection title={t('mailServer.title')} about={t('mailServer.about')}>
      <Answered answer={setup}>{(data) => <Form stored={data} />}</Answered>
    </FormSection>
  );
}

function Form({ stored }: { stored: Setup }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [server, setServer] = useState<Server>(stored.server);
  const [password, setPassword] = useState('');
  const save = useAct('mail.server_save');
  const test = useAct('mail.server_test');
  const problem = useFieldProblems(save.error);
  const change = (part: Partial<Server>) => setServer({ ...server, ...part });
  const changed = password !== '' || JSON.stringify(server) !== JSON.stringify(stored.server);
  const typed = password === '' ? {} : { password };
  const place = save.data?.password ?? stored.password;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ server, ...typed });
      }}
    >
      <Fields columns={3}>
        <TextInput
          label={t('mailServer.host')}
          description={t('mailServer.hostHint')}
          value={server.host}
          error={problem('host')}
          onChange={(event) => change({ host: event.currentTarget.value })}
        />
        <Select
          label={t('mailServer.security')}
          data={(['starttls', 'tls', 'none'] as const).map((value) => ({
            value,
            label: t(`mailServer.securityName.${value}`),
          }))}
          value={server.security}
          allowDeselect={false}
          error={problem('security')}
          onChange={(value) => value && change({ security: value as Server['security'] })}
        />
        <NumberInput
          label={t('mailServer.port')}
          min={1}
          max={65535}
          value={server.port}
          error={problem('port')}
          onChange={(value) => change({ port: typeof value === 'number' ? value : 0 })}
        />
        <TextInput
          label={t('mailServer.user')}
          description={t('mailServer.userHint')}
          value={server.user}
          onChange={(event) => change({ user: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('mailServer.password')}
          description={t('mailServer.passwordHint')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div />
        <TextInput
          label={t('mailServer.fromName')}
          value={server.from_name}
          onChange={(event) => change({ from_name: event.currentTarget.value })}
        />
        <TextInput
          label={t('mailServer.fromEmail')}
          description={t('mailServer.fromHint')}
          value={server.from_email}
          error={problem('from_email')}
          onChange={(event) => change({ from_email: event.currentTarget.value })}
        />
      </Fields>
      {stored.server.host !== '' && <Note>{t(`mailServer.place.${place}`)}</Note>}
      {test.data && <Note tone="good">{t('mailServer.works', { answer: test.data.answer })}</Note>}
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('mailServer.save')}
        </Button>
        <Button
          variant="default"
          loading={test.isPending}
          disabled={stored.server.host === '' || JSON.stringify(server) !== JSON.stringify(stored.server)}
          onClick={() => test.mutate(typed)}
        >
          {t('mailServer.test')}
        </Button>
        {save.isSuccess && !changed && <Text c="dimmed">{t('mailServer.saved')}</Text>}
        <FormProblem error={save.error ?? test.error} />
      </FormActs>
    </form>
  );
}
