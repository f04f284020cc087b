import { ActionIcon, Button, Select, Textarea } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { CURRENCIES } from '../../kit/format/countries';
import { paperLanguages } from '../../kit/letter-languages';
import classes from './interest.module.css';
import type { Fee } from './setup-types';

/** The currency that a further line begins with: that of the book, then whatever has none yet. */
export function nextCurrency(taken: readonly string[], book: string): string {
  return [book, 'EUR', 'USD', 'GBP', 'CHF', ...CURRENCIES].find((one) => !taken.includes(one)) ?? book;
}

type FeesFormProps = {
  /** Fees of a note, or the lump sums that were agreed for an invoice. */
  kind: 'fees' | 'lumpSums';
  fees: readonly Fee[];
  onChange: (fees: Fee[]) => void;
};

/** What is charged besides interest, once in its currency. */
export function FeesForm({ kind, fees, onChange }: FeesFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const taken = fees.map((fee) => fee.currency);
  const set = (at: number, change: Partial<Fee>) =>
    onChange(fees.map((fee, index) => (index === at ? { ...fee, ...change } : fee)));
  return (
    <fieldset className={classes.part}>
      <legend>{t(`interestSetup.${kind}Title`)}</legend>
      <p className={classes.quiet}>{t(`interestSetup.${kind}Hint`)}</p>
      {fees.map((fee, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fee has no other name while its currency is chosen.
        <div key={at} className={classes.range}>
          <Select
            searchable
            aria-label={t('interestSetup.currency')}
            data={[...CURRENCIES]}
            value={fee.currency}
            allowDeselect={false}
            onChange={(currency) => currency && set(at, { currency })}
          />
          <MoneyField
            label={t(`interestSetup.${kind === 'fees' ? 'fee' : 'lumpSumIn'}`)}
            labelled="hidden"
            value={fee.amount_minor}
            currency={fee.currency}
            onChange={(minor) => minor !== null && set(at, { amount_minor: minor })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(`interestSetup.${kind === 'fees' ? 'removeFee' : 'removeLumpSum'}`, {
              currency: fee.currency,
            })}
            onClick={() => onChange(fees.filter((_, index) => index !== at))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={13} />}
          onClick={() =>
            onChange([...fees, { currency: nextCurrency(taken, state.book?.currency ?? 'EUR'), amount_minor: 0 }])
          }
        >
          {t(`interestSetup.${kind === 'fees' ? 'addFee' : 'addLumpSum'}`)}
        </Button>
      </div>
    </fieldset>
  );
}

type Texts = { [language in string]?: string };

/** What stands on the note, by language. */
export function TextsForm({ texts, onChange }: { texts: Texts; onChange: (texts: Record<string, string>) => void }) {
  const { t, locale, language: windowLanguage } = useWords();
  const [language, setLanguage] = useState<string>(windowLanguage);
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const languages = [...new Set([...Object.keys(texts), ...paperLanguages])].sort();
  const set = (text: string) => {
    const all = { ...texts, [language]: text };
    const kept = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
    onChange(Object.fromEntries(kept));
  };
  return (
    <fieldset className={classes.part}>
      <legend>{t('interestSetup.textsTitle')}</legend>
      <p className={classes.quiet}>{t('interestSetup.textsHint')}</p>
      <Select
        label={t('interestSetup.language')}
        data={languages.map((value) => ({ value, label: names.of(value) ?? value }))}
        value={language}
        allowDeselect={false}
        onChange={(value) => value && setLanguage(value)}
      />
      <Textarea
        label={t('interestSetup.text')}
        autosize
        minRows={2}
        value={texts[language] ?? ''}
        onChange={(event) => set(event.currentTarget.value)}
      />
    </fieldset>
  );
}
