import { ActionIcon, Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { CURRENCIES } from '../../kit/format/countries';
import { useProblemWords } from '../../kit/problem-words';
import type { RefusedError } from '../../wire';
import classes from './sequences.module.css';
import { CODES, codeIndex, codeOf, isLast, type Line } from './types';

const LONGEST_GRACE = 365;

type LinesFormProps = { lines: readonly Line[]; error: RefusedError | null; onChange: (lines: Line[]) => void };

/** One row per letter and currency: when it is due, from which amount, and what it costs. */
export function LinesForm({ lines, error, onChange }: LinesFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const rates = useAsk('taxes.rates', {});
  const taxes = [...new Set(rates.data?.rates.map((rate) => rate.code))];
  const words = useProblemWords();
  const said = error ? words(error) : null;
  const wrong = (line: Line) => said && error?.args.currency === line.currency && error.args.code === line.code;
  const nowhere = said && !lines.some(wrong);
  const set = (index: number, change: Partial<Line>) => {
    const changed = lines.map((line, at) => (at === index ? { ...line, ...change } : line));
    // A mark on a line that is no longer the last would be refused.
    onChange(changed.map((line) => ({ ...line, hands_over: line.hands_over && isLast(changed, line) })));
  };
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
      period_totals: false,
      hands_over: false,
    };
    const added = [...lines, { ...base, code: next, description: '', hands_over: false }];
    onChange(added.map((line) => ({ ...line, hands_over: line.hands_over && isLast(added, line) })));
  };
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id before they are saved, and keep their places.
        <fieldset key={index} className={`${classes.line} ${wrong(line) ? classes.wrong : ''}`}>
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
              label={t('sequences.lineDescription')}
              value={line.description}
              onChange={(event) => set(index, { description: event.currentTarget.value })}
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
            <Checkbox
              label={t('sequences.periodTotals')}
              description={t('sequences.periodTotalsHint')}
              checked={line.period_totals}
              onChange={(event) => set(index, { period_totals: event.currentTarget.checked })}
            />
            <Checkbox
              label={t('sequences.handsOver')}
              description={t('sequences.handsOverHint')}
              data-testid={`hands-over-${index}`}
              disabled={!isLast(lines, line)}
              checked={line.hands_over}
              onChange={(event) => set(index, { hands_over: event.currentTarget.checked })}
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
          {wrong(line) && said && (
            <p className={classes.problem} role="alert">
              {said.what} {said.remedy}
            </p>
          )}
        </fieldset>
      ))}
      {nowhere && (
        <p className={classes.problem} role="alert">
          {said.what} {said.remedy}
        </p>
      )}
      <div>
        <Button variant="default" onClick={add}>
          {t('sequences.addLine')}
        </Button>
      </div>
    </>
  );
}
