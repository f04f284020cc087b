import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n';
import { formatDecimal, parseDecimal } from '../format/decimal';

type DecimalFieldProps = {
  label: string;
  /** Plain decimal text, as the book keeps it. */
  value: string;
  onChange: (plain: string) => void;
  labelled?: 'above' | 'hidden';
  /** Whether it may lie below zero, as base rates did. */
  below?: 'allowed' | 'refused';
  focus?: 'first';
  /** Whether it may be left blank, which is empty text. */
  blank?: 'allowed' | 'refused';
  description?: string;
  /** What the book has to say of it. */
  refused?: string | null;
  testId?: string;
};

/** Reads a rate as it is written here; a base rate may lie below zero. */
function read(typed: string, locale: string, below: 'allowed' | 'refused'): string | null {
  const bare = typed.trim().replace('\u2212', '-');
  if (!bare.startsWith('-')) return parseDecimal(bare, locale);
  const rest = below === 'allowed' ? parseDecimal(bare.slice(1), locale) : null;
  return rest === null ? null : `-${rest}`;
}

/** A rate in the reader's format. What cannot be read stays as it was typed. */
export function DecimalField({ value, onChange, below = 'refused', blank = 'refused', ...props }: DecimalFieldProps) {
  const { t, locale } = useWords();
  const [text, setText] = useState(() => formatDecimal(value, locale));
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setText(formatDecimal(value, locale));
    setProblem(null);
  }, [value, locale]);
  const commit = () => {
    const plain = blank === 'allowed' && text.trim() === '' ? '' : read(text, locale, below);
    setProblem(plain === null ? t('interestSetup.unread', { example: formatDecimal('9.12', locale) }) : null);
    if (plain !== null && plain !== value) onChange(plain);
  };
  return (
    <TextInput
      {...(props.labelled === 'hidden' ? { 'aria-label': props.label } : { label: props.label })}
      className="tabular"
      inputMode="decimal"
      value={text}
      error={problem ?? props.refused}
      description={props.description}
      data-testid={props.testId}
      data-autofocus={props.focus === 'first' ? true : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
