import { ActionIcon, Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { CURRENCIES } from '../../kit/format/countries';
import classes from './sequences.module.css';
import { CODES, codeOf, type Line } from './types';

const LONGEST_GRACE = 365;

/** One row per letter and currency: when it is due, from which amount, and what it costs. */
export function LinesForm({ lines, onChange }: { lines: readonly Line[]; onChange: (lines: Line[]) => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const rates = useAsk('taxes.rates', {});
  const taxes = [...new Set(rates.data?.rates.map((rate) => rate.code))];
  const set = (index: number, change: Partial<Line>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  const add = () => {
    const last = lines.at(-1);
    const next = CODES[Math.min(CODES.length - 1, codeIndex(last?.code) + 1)] ?? 'letter_1';
    const base: Line = last ?? {
      currency: state.book?.currency ?? 'EUR',
      code: 'letter_1',
      description: '',
      fee_minor: 0,
      minimum_minor: 0,
      grace_days: 7,
      blocks: 'nothing',
      fee_account: '',
      tax_group: '',
      interest_sheet: false,
    };
    onChange([...lines, { ...base, code: next, description: '' }]);
  };
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id before they are saved, and keep their places.
        <fieldset key={index} className={classes.line}>
          <legend>
            {t(`sequences.code.${codeOf(line.code) ?? 'letter_1'}`)} · {line.currency}
          </legend>
          <div className={classes.lineFields}>
            <Select
              label={t('sequences.codeLabel')}
              data={CODES.map((code) => ({ value: code, label: t(`sequences.code.${code}`) }))}
              value={line.code}
              onChange={(code) => code && set(index, { code })}
            />
            <Select
              searchable
              label={t('sequences.currency')}
              data={[...CURRENCIES]}
              value={line.currency}
              onChange={(currency) => currency && set(index, { currency })}
            />
            <NumberInput
              label={t('sequences.grace')}
              min={0}
              max={LONGEST_GRACE}
              value={line.grace_days}
              onChange={(days) => typeof days === 'number' && set(index, { grace_days: days })}
            />
            <MoneyField
              label={t('sequences.minimum')}
              value={line.minimum_minor}
              currency={line.currency}
              onChange={(minor) => set(index, { minimum_minor: minor ?? 0 })}
            />
            <MoneyField
              label={t('sequences.fee')}
              value={line.fee_minor}
              currency={line.currency}
              onChange={(minor) => set(index, { fee_minor: minor ?? 0 })}
            />
            <TextInput
              label={t('sequences.feeAccount')}
              value={line.fee_account}
              onChange={(event) => set(index, { fee_account: event.currentTarget.value })}
            />
            <Select
              label={t('sequences.taxCode')}
              description={t('sequences.taxCodeHint')}
              data-testid={`tax-code-${index}`}
              data={[{ value: '', label: t('sequences.taxNone') }, ...taxes]}
              value={line.tax_group}
              onChange={(code) => set(index, { tax_group: code ?? '' })}
            />
          </div>
          <div className={classes.lineEnd}>
            <Checkbox
              label={t('sequences.blocks')}
              checked={line.blocks === 'deliveries'}
              onChange={(event) => set(index, { blocks: event.currentTarget.checked ? 'deliveries' : 'nothing' })}
            />
            <Checkbox
              label={t('sequences.interestSheet')}
              description={t('sequences.interestSheetHint')}
              data-testid={`interest-sheet-${index}`}
              checked={line.interest_sheet}
              onChange={(event) => set(index, { interest_sheet: event.currentTarget.checked })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('sequences.removeLine')}
              onClick={() => onChange(lines.filter((_, at) => at !== index))}
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        </fieldset>
      ))}
      <div>
        <Button variant="default" onClick={add}>
          {t('sequences.addLine')}
        </Button>
      </div>
    </>
  );
}

/** Place of a code among the five; -1 for none, so that the first line gets the first code. */
function codeIndex(code: string | undefined): number {
  return (CODES as readonly string[]).indexOf(code ?? '');
}
