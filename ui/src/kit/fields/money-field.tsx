import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n';
import { formatMinor, minorForInput, parseMinor } from '../format/money';

type MoneyFieldProps = {
  label: string;
  /** Minor units of `currency`; `null` is empty, which is not zero. */
  value: number | null;
  currency: string;
  onChange: (minor: number | null) => void;
  description?: string;
  error?: string;
  empty?: 'allowed' | 'refused';
  disabled?: boolean;
  labelled?: 'above' | 'hidden';
  /** Whether a drawer begins in this field. */
  focus?: 'first';
};

/** An amount in the reader's format. It shows what was understood as soon as the field is left. */
export function MoneyField({ empty = 'refused', ...props }: MoneyFieldProps) {
  const { value, currency, onChange } = props;
  const { t, locale } = useWords();
  const [text, setText] = useState(() => minorForInput(value, currency, locale));
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setText(value === null ? '' : formatMinor(value, currency, locale).replace('\u2212', '-'));
    setProblem(null);
  }, [value, currency, locale]);

  const commit = () => {
    if (text.trim() === '') {
      setProblem(empty === 'allowed' ? null : t('kit.amountNeeded'));
      if (empty === 'allowed' && value !== null) onChange(null);
      return;
    }
    const minor = parseMinor(text, currency, locale);
    if (minor === null) {
      setProblem(t('kit.amountUnread', { example: formatMinor(123450, currency, locale) }));
      return;
    }
    setProblem(null);
    setText(formatMinor(minor, currency, locale).replace('\u2212', '-'));
    if (minor !== value) onChange(minor);
  };

  return (
    <TextInput
      {...(props.labelled === 'hidden' ? { 'aria-label': props.label } : { label: props.label })}
      description={props.description}
      value={text}
      error={problem ?? props.error}
      disabled={props.disabled}
      inputMode="decimal"
      data-autofocus={props.focus === 'first' ? true : undefined}
      onFocus={() => setText(minorForInput(value, currency, locale))}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      rightSection={<span className="tabular">{currency}</span>}
      rightSectionWidth={44}
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
    />
  );
}
