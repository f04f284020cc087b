import { Code as CodeText, SegmentedControl, Select, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n';
import { PlaceholderArea } from '../../kit/fields/placeholder-area';
import { paperLanguages } from '../../kit/letter-languages';
import { useFieldProblems } from '../../kit/problem-words';
import type { RefusedError } from '../../wire';
import classes from './sequences.module.css';
import { TextPage } from './text-page';
import { codeOf, type Line, type Text } from './types';

type TextsFormProps = {
  texts: readonly Text[];
  lines: readonly Line[];
  placeholders: readonly string[];
  /** What the book said of a text when the sequence was saved. */
  error: RefusedError | null;
  onChange: (texts: Text[]) => void;
};

type Part = 'subject' | 'opening' | 'closing';

/** What a letter says, per code and language, and the page that becomes of it. The table of invoices stands in between. */
export function TextsForm({ texts, lines, placeholders, error, onChange }: TextsFormProps) {
  const { t, locale, language: windowLanguage } = useWords();
  const codes = [...new Set(lines.map((line) => line.code))];
  const languages = [...new Set([...texts.map((text) => text.language), ...paperLanguages])].sort();
  const [chosen, setCode] = useState(codes[0] ?? 'letter_1');
  const code = codes.includes(chosen) ? chosen : (codes[0] ?? 'letter_1');
  const [language, setLanguage] = useState<string>(windowLanguage);
  const [insert, setInsert] = useState<{ put: (name: string) => void } | null>(null);
  const saved = useFieldProblems(error);
  // A text that was refused comes into sight: its letter and its language are chosen.
  const { code: wrongCode, language: wrongLanguage } = error?.args ?? {};
  useEffect(() => {
    if (typeof wrongCode === 'string' && typeof wrongLanguage === 'string') {
      setCode(wrongCode);
      setLanguage(wrongLanguage);
    }
  }, [wrongCode, wrongLanguage]);
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const known = texts.find((text) => text.code === code && text.language === language);
  const text: Text = known ?? { code, language, subject: '', opening: '', closing: '' };
  const [refused, setRefused] = useState<RefusedError | null>(null);
  const written = useFieldProblems(refused);
  const isSaved = wrongCode === code && wrongLanguage === language;
  const problem = (part: Part) => written(part) ?? (isSaved ? saved(part) : undefined);
  const set = (change: Partial<Text>) => {
    const others = texts.filter((other) => other !== known);
    onChange([...others, { ...text, ...change }]);
  };
  const area = (part: Part, label: string, minRows: number) => (
    <PlaceholderArea
      label={label}
      names={placeholders}
      lang={language}
      minRows={minRows}
      value={text[part]}
      error={problem(part)}
      onChange={(value) => set({ [part]: part === 'subject' ? value.replaceAll('\n', ' ') : value })}
      onFocus={(put) => setInsert({ put })}
      data-testid={`letter-text-${part}`}
    />
  );
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
      <div className={classes.split}>
        <div className={classes.written}>
          {area('subject', t('sequences.subject'), 1)}
          {area('opening', t('sequences.opening'), 4)}
          {area('closing', t('sequences.closing'), 5)}
          <div className={classes.placeholders}>
            <span>{t('sequences.placeholders')}</span>
            {placeholders.map((name) => (
              <UnstyledButton
                key={name}
                disabled={insert === null}
                // The field keeps the caret at which the name is put.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insert?.put(name)}
              >
                <CodeText>{`{{ ${name} }}`}</CodeText>
              </UnstyledButton>
            ))}
          </div>
        </div>
        <TextPage text={text} line={lines.find((line) => line.code === code)} onRefused={setRefused} />
      </div>
    </>
  );
}
