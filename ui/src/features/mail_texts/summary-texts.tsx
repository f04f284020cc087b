import { Button, Select, Text, Textarea } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { CustomerField } from '../../kit/customer-field';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { AddLanguage } from './add-language';
import classes from './mail-texts.module.css';
import { Placeholders } from './preview';

type Setup = ResponseOf<'customers.summary_templates'>;
type SummaryText = Setup['texts'][number];

/** By which text the summary of an account is written, in each language, and how it would be read. */
export function SummaryTexts() {
  const { t } = useWords();
  const setup = useAsk('customers.summary_templates', {});
  return (
    <Section title={t('mailTexts.summary')}>
      <p className={classes.quiet}>{t('mailTexts.summaryAbout')}</p>
      <Answered answer={setup}>{(data) => <Texts stored={data} />}</Answered>
    </Section>
  );
}

function Texts({ stored }: { stored: Setup }) {
  const { t, locale, language: windowLanguage } = useWords();
  const { mode } = useDesk();
  const [texts, setTexts] = useState(stored.texts);
  const [wanted, setWanted] = useState<string>(windowLanguage);
  const text = texts.find((other) => other.language === wanted) ?? texts[0];
  const shipped = stored.shipped.find((other) => other.language === text?.language);
  const save = useAct('customers.summary_templates_save');
  const changed = JSON.stringify(texts) !== JSON.stringify(stored.texts);
  const store = () => {
    if (changed) save.mutate({ texts });
  };
  useActions(
    mode === 'today'
      ? [{ id: 'summaryTexts.save', label: t('mailTexts.summarySave'), group: 'page', keys: 'mod+alt+s', run: store }]
      : [],
  );
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const change = (body: string) => setTexts(texts.map((other) => (other === text ? { ...other, body } : other)));
  return (
    <form
      data-testid="summary-texts"
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <Fields>
        <Select
          label={t('mailTexts.language')}
          data={texts.map(({ language }) => ({ value: language, label: names.of(language) ?? language }))}
          value={text?.language ?? null}
          allowDeselect={false}
          onChange={(value) => value && setWanted(value)}
        />
        <AddLanguage
          taken={texts.map(({ language }) => language)}
          onAdd={(language) => {
            setTexts([...texts, { language, body: text?.body ?? '' }]);
            setWanted(language);
          }}
        />
      </Fields>
      {text && <Written text={text} placeholders={stored.placeholders} onChange={change} />}
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('mailTexts.summarySave')}
        </Button>
        {text && shipped && shipped.body !== text.body && (
          <Button variant="subtle" onClick={() => change(shipped.body)}>
            {t('mailTexts.summaryShipped')}
          </Button>
        )}
        {text && !shipped && (
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

type WrittenProps = { text: SummaryText; placeholders: readonly string[]; onChange: (body: string) => void };

/** The text at the left, and at the right what becomes of it while it is written. */
function Written({ text, placeholders, onChange }: WrittenProps) {
  const { t } = useWords();
  const [account, setAccount] = useState<string | null>(null);
  const written = useDeferredValue(text);
  const request = { text: written, ...(account ? { account } : {}) };
  const asked = useAsk('customers.summary_preview', request, { meanwhile: 'previous' });
  const problem = useFieldProblems(asked.error);
  return (
    <div className={classes.split}>
      <div>
        <Textarea
          label={t('mailTexts.body')}
          lang={text.language}
          autosize
          minRows={12}
          maxRows={30}
          value={text.body}
          error={problem('body')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Placeholders names={placeholders} />
        <p className={classes.quiet}>{t('mailTexts.summaryLists')}</p>
      </div>
      <section aria-label={t('mailTexts.summaryPreview')} className={classes.preview}>
        <CustomerField label={t('mailTexts.previewOf')} onChoose={setAccount} />
        <p className={classes.quiet}>
          {account ? t('mailTexts.previewOn', { account }) : t('mailTexts.previewAbout')}{' '}
          {account && (
            <Button variant="subtle" size="compact-xs" onClick={() => setAccount(null)}>
              {t('mailTexts.invented')}
            </Button>
          )}
        </p>
        {asked.data && !asked.error && (
          <p lang={text.language} className={classes.read} data-testid="summary-preview">
            {asked.data.body}
          </p>
        )}
      </section>
    </div>
  );
}
