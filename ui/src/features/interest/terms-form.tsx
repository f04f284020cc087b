import { Checkbox, NumberInput, Select } from '@mantine/core';
import { useWords } from '../../i18n';
import { DecimalField } from '../../kit/fields/decimal-field';
import { Fields } from '../../kit/form';
import { CurrenciesForm } from './currencies-form';
import type { Terms } from './setup-types';

type TermsFormProps = { terms: Terms; onChange: (terms: Terms) => void };

const LONGEST = 3650;
const RANGES = ['none', 'amount', 'days', 'months'] as const;

/** Terms of the company: how time is counted, what it costs, and from when on. */
export function TermsForm({ terms, onChange }: TermsFormProps) {
  const { t } = useWords();
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change });
  const percentage = terms.day_rate || terms.basis === 'percentage';
  return (
    <>
      <Fields columns={2}>
        <Select
          label={t('interestSetup.counting')}
          data={(['days', 'intervals'] as const).map((value) => ({
            value,
            label: t(`interestSetup.countingName.${value}`),
          }))}
          value={terms.day_rate ? 'days' : 'intervals'}
          allowDeselect={false}
          onChange={(value) => set({ day_rate: value === 'days', basis: 'percentage' })}
        />
        <Select
          label={t('interestSetup.range')}
          data={RANGES.map((value) => ({ value, label: t(`interestSetup.rangeName.${value}`) }))}
          value={terms.range_by}
          allowDeselect={false}
          onChange={(value) => value && set({ range_by: value as Terms['range_by'] })}
        />
        {!terms.day_rate && <Interval terms={terms} onChange={onChange} />}
        {percentage && terms.range_by === 'none' && (
          <DecimalField
            label={t(terms.day_rate ? 'interestSetup.percentYear' : 'interestSetup.percentInterval')}
            value={terms.percent}
            onChange={(percent) => set({ percent })}
          />
        )}
        <NumberInput
          label={t('interestSetup.grace')}
          min={0}
          max={LONGEST}
          allowDecimal={false}
          value={terms.grace_days}
          onChange={(days) => typeof days === 'number' && set({ grace_days: days })}
        />
        {terms.grace_days > 0 && (
          <Select
            label={t('interestSetup.countsFrom')}
            data={(['due_day', 'end_of_grace'] as const).map((value) => ({
              value,
              label: t(`interestSetup.countsFromName.${value}`),
            }))}
            value={terms.counts_from}
            allowDeselect={false}
            onChange={(value) => value && set({ counts_from: value as Terms['counts_from'] })}
          />
        )}
        <Select
          label={t('interestSetup.belowMinimum')}
          data={(['wait', 'raise'] as const).map((value) => ({
            value,
            label: t(`interestSetup.belowMinimumName.${value}`),
          }))}
          value={terms.below_minimum}
          allowDeselect={false}
          onChange={(value) => value && set({ below_minimum: value as Terms['below_minimum'] })}
        />
      </Fields>
      {!terms.day_rate && (
        <Checkbox
          label={t('interestSetup.prorate')}
          checked={terms.prorate_last}
          onChange={(event) => set({ prorate_last: event.currentTarget.checked })}
        />
      )}
      <CurrenciesForm terms={terms} onChange={(currencies) => set({ currencies })} />
    </>
  );
}

/** How long an interval is, and whether it costs a percentage or an amount. */
function Interval({ terms, onChange }: TermsFormProps) {
  const { t } = useWords();
  const { unit, number } = terms.every;
  return (
    <>
      <NumberInput
        label={t('interestSetup.every')}
        min={1}
        max={LONGEST}
        allowDecimal={false}
        value={number}
        onChange={(value) => typeof value === 'number' && onChange({ ...terms, every: { unit, number: value } })}
      />
      <Select
        label={t('interestSetup.unit')}
        data={(['day', 'month'] as const).map((value) => ({ value, label: t(`interestSetup.unitName.${value}`) }))}
        value={unit}
        allowDeselect={false}
        onChange={(value) => value && onChange({ ...terms, every: { unit: value as 'day' | 'month', number } })}
      />
      <Select
        label={t('interestSetup.basis')}
        data={(['percentage', 'amount'] as const).map((value) => ({
          value,
          label: t(`interestSetup.basisName.${value}`),
        }))}
        value={terms.basis}
        allowDeselect={false}
        onChange={(value) => value && onChange({ ...terms, basis: value as Terms['basis'] })}
      />
    </>
  );
}
