import { Code as CodeText, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../i18n';
import { paperLanguages } from '../../kit/letter-languages';
import classes from './sequences.module.css';
import { codeOf, type Text } from './types';

type TextsFormProps = {
  texts: readonly Text[];
  codes: readonly string[];
  placeholders: readonly string[];
  onChange: (texts: Text[]) => void;
};

/** What a letter says, per code and language. The table of invoices stands between opening and closing. */
export function TextsForm({ texts, codes, placeholders, onChange }: TextsFormProps) {
  const { t, locale, language: windowLanguage } = useWords();
  const languages = [...new Set([...texts.map((text) => text.language), ...paperLanguages])].sort();
  const [code, setCode] = useState(codes[0] ?? 'letter_1');
  const [language, setLanguage] = useState<string>(windowLanguage);
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const known = texts.find((text) => text.code === code && text.language === language);
  const text: Text = known ?? { code, language, subject: '', opening: '', closing: '' };
  const set = (change: Partial<Text>) => {
    const others = texts.filter((other) => other !== known);
    onChange([...others, { ...text, ...change }]);
  };
  return (
    <>
      <div className={classes.textChoice}>
        <SegmentedControl
          aria-label={t('sequences.codeLabel')}
          value={code}
          onChange={setCode}
          data={codes.map((value) => ({ value, label: t(`sequences.code.${codeOf(value) ?? 'letter_1'}`) }))}
        />
        <Select
          aria-label={t('sequences.language')}
          data={languages.map((value) => ({ value, label: names.of(value) ?? value }))}
          value={language}
          onChange={(value) => value && setLanguage(value)}
        />
      </div>
      <TextInput
        label={t('sequences.subject')}
        value={text.subject}
        onChange={(event) => set({ subject: event.currentTarget.value })}
      />
      <Textarea
        label={t('sequences.opening')}
        autosize
        minRows={4}
        value={text.opening}
        onChange={(event) => set({ opening: event.currentTarget.value })}
      />
      <Textarea
        label={t('sequences.closing')}
        autosize
        minRows={5}
        value={text.closing}
        onChange={(event) => set({ closing: event.currentTarget.value })}
      />
      <div className={classes.placeholders}>
        <span>{t('sequences.placeholders')}</span>
        {placeholders.map((name) => (
          <CodeText key={name}>{`{{ ${name} }}`}</CodeText>
        ))}
      </div>
    </>
  );
}
