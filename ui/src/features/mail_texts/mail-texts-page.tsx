import { Button, Checkbox, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Fields, FormActs } from '../../kit/form';
import { Page } from '../../kit/page';
import { Answered, FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { AddLanguage } from './add-language';
import classes from './mail-texts.module.css';
import { Placeholders, Preview, usePreview } from './preview';
import { ServerForm } from './server-form';
import { SummaryTexts } from './summary-texts';

type Setup = ResponseOf<'mail.templates'>;
export type MailText = Setup['texts'][number];
const PURPOSES: readonly MailText['purpose'][] = ['transactions', 'statement', 'letter', 'salesperson', 'status'];

/** What mails say, by purpose and language, and how each would be read. */
export function MailTextsPage() {
  const { t } = useWords();
  const setup = useAsk('mail.templates', {});
  return (
    <Page title={t('shell.page.mailTexts')} about={t('mailTexts.about')}>
      <Answered answer={setup}>{(data) => <Texts stored={data} />}</Answered>
      <SummaryTexts />
      <ServerForm />
    </Page>
  );
}

function Texts({ stored }: { stored: Setup }) {
  const { t, locale, language: windowLanguage } = useWords();
  const { mode } = useDesk();
  const [texts, setTexts] = useState(stored.texts);
  const [offers, setOffers] = useState(stored.salesperson_on_change);
  const [purpose, setPurpose] = useState<MailText['purpose']>('transactions');
  const of = texts.filter((text) => text.purpose === purpose);
  const [wanted, setWanted] = useState<string>(windowLanguage);
  const text = of.find((other) => other.language === wanted) ?? of[0];
  const save = useAct('mail.templates_save');
  const changed = JSON.stringify([texts, offers]) !== JSON.stringify([stored.texts, stored.salesperson_on_change]);
  const store = () => {
    if (changed) save.mutate({ texts, salesperson_on_change: offers });
  };
  useActions(
    mode === 'today'
      ? [{ id: 'mailTexts.save', label: t('mailTexts.save'), group: 'page', keys: 'mod+s', run: store }]
      : [],
  );
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const change = (part: Partial<MailText>) =>
    setTexts(texts.map((other) => (other === text ? { ...other, ...part } : other)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <Fields>
        <Select
          label={t('mailTexts.purpose')}
          data={PURPOSES.map((value) => ({ value, label: t(`mailTexts.purposeName.${value}`) }))}
          value={purpose}
          allowDeselect={false}
          onChange={(value) => value && setPurpose(value as MailText['purpose'])}
        />
        <Select
          label={t('mailTexts.language')}
          data={of.map(({ language }) => ({ value: language, label: names.of(language) ?? language }))}
          value={text?.language ?? null}
          allowDeselect={false}
          onChange={(value) => value && setWanted(value)}
        />
        <AddLanguage
          taken={of.map(({ language }) => language)}
          onAdd={(language) => {
            setTexts([...texts, { purpose, language, subject: text?.subject ?? '', body: text?.body ?? '' }]);
            setWanted(language);
          }}
        />
      </Fields>
      {text && <Written text={text} placeholders={stored.placeholders} onChange={change} />}
      <Checkbox
        label={t('mailTexts.salesperson')}
        checked={offers}
        onChange={(event) => setOffers(event.currentTarget.checked)}
      />
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('mailTexts.save')}
        </Button>
        {text && of.length > 1 && (
          <Button variant="subtle" color="red" onClick={() => setTexts(texts.filter((other) => other !== text))}>
            {t('mailTexts.removeLanguage')}
          </Button>
        )}
        {save.isSuccess && !changed && <Text c="dimmed">{t('mailTexts.saved')}</Text>}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

type WrittenProps = { text: MailText; placeholders: readonly string[]; onChange: (part: Partial<MailText>) => void };

/** The text at the left, and at the right what becomes of it while it is written. */
function Written({ text, placeholders, onChange }: WrittenProps) {
  const { t } = useWords();
  const [account, setAccount] = useState<string | null>(null);
  const preview = usePreview(text, account);
  return (
    <div className={classes.split}>
      <div>
        <TextInput
          label={t('mailTexts.subject')}
          value={text.subject}
          error={preview.problem('subject')}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
        />
        <Textarea
          label={t('mailTexts.body')}
          lang={text.language}
          autosize
          minRows={12}
          value={text.body}
          error={preview.problem('body')}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
        <Placeholders names={placeholders} />
      </div>
      <Preview shown={preview.shown} language={text.language} account={account} onAccount={setAccount} />
    </div>
  );
}
