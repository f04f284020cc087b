import { Button, Code } from '@mantine/core';
import { useDeferredValue } from 'react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { useFieldProblems } from '../../kit/problem-words';
import type { ResponseOf } from '../../wire/commands';
import classes from './mail-texts.module.css';
import type { MailText } from './mail-texts-page';

type Shown = ResponseOf<'mail.preview'>;

/** The text as it would be read, or what is wrong with it and where. */
export function usePreview(text: MailText, account: string | null) {
  const written = useDeferredValue(text);
  const asked = useAsk('mail.preview', { text: written, ...(account ? { account } : {}) }, { meanwhile: 'previous' });
  return { shown: asked.error ? null : (asked.data ?? null), problem: useFieldProblems(asked.error) };
}

type PreviewProps = {
  shown: Shown | null;
  language: string;
  account: string | null;
  onAccount: (account: string | null) => void;
};

/** The preview, with invented figures or those of a customer. */
export function Preview({ shown, language, account, onAccount }: PreviewProps) {
  const { t } = useWords();
  return (
    <section aria-label={t('mailTexts.preview')} className={classes.preview}>
      <CustomerField label={t('mailTexts.previewOf')} onChoose={onAccount} />
      <p className={classes.quiet}>
        {account ? t('mailTexts.previewOn', { account }) : t('mailTexts.previewAbout')}{' '}
        {account && (
          <Button variant="subtle" size="compact-xs" onClick={() => onAccount(null)}>
            {t('mailTexts.invented')}
          </Button>
        )}
      </p>
      {shown && (
        <div lang={language} data-testid="mail-preview">
          <strong>{shown.subject}</strong>
          <p className={classes.read}>{shown.body}</p>
        </div>
      )}
    </section>
  );
}

/** What a text can name. */
export function Placeholders({ names }: { names: readonly string[] }) {
  const { t } = useWords();
  return (
    <p className={classes.names}>
      <span>{t('mailTexts.placeholders')}</span>
      {names.map((name) => (
        <Code key={name}>{`{{ ${name} }}`}</Code>
      ))}
    </p>
  );
}
