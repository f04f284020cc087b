import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DecimalField } from '../../kit/fields/decimal-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields } from '../../kit/form';
import { CURRENCIES } from '../../kit/format/countries';
import classes from './interest.module.css';
import type { PerCurrency, Range, Terms } from './setup-types';
import { nextCurrency } from './version-parts';

type CurrenciesFormProps = { terms: Terms; onChange: (currencies: PerCurrency[]) => void };

/** What holds for one currency: an amount, the least, the most, and ranges. */
export function CurrenciesForm({ terms, onChange }: CurrenciesFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const all = terms.currencies;
  const currency = nextCurrency(
    all.map((one) => one.currency),
    state.book?.currency ?? 'EUR',
  );
  const set = (at: number, change: Partial<PerCurrency>) =>
    onChange(all.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const fresh: PerCurrency = { currency, amount_minor: 0, minimum_minor: 0, maximum_minor: null, ranges: [] };
  return (
    <>
      <p className={classes.quiet}>{t('interestSetup.currenciesHint')}</p>
      {all.map((own, at) => (
        <OneCurrency
          // biome-ignore lint/suspicious/noArrayIndexKey: a currency may be chosen anew, its place stays.
          key={at}
          terms={terms}
          own={own}
          onChange={(change) => set(at, change)}
          onRemove={() => onChange(all.filter((_, index) => index !== at))}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={13} />}
          onClick={() => onChange([...all, fresh])}
        >
          {t('interestSetup.addCurrency')}
        </Button>
      </div>
    </>
  );
}

type OneCurrencyProps = {
  terms: Terms;
  own: PerCurrency;
  onChange: (change: Partial<PerCurrency>) => void;
  onRemove: () => void;
};

function OneCurrency({ terms, own, onChange, onRemove }: OneCurrencyProps) {
  const { t } = useWords();
  const { currency } = own;
  const byAmount = !terms.day_rate && terms.basis === 'amount' && terms.range_by === 'none';
  return (
    <fieldset className={classes.part}>
      <legend>{currency}</legend>
      <Fields columns={2}>
        <Select
          searchable
          label={t('interestSetup.currency')}
          data={[...CURRENCIES]}
          value={currency}
          allowDeselect={false}
          onChange={(value) => value && onChange({ currency: value })}
        />
        {byAmount && (
          <MoneyField
            label={t('interestSetup.intervalAmount')}
            value={own.amount_minor}
            currency={currency}
            onChange={(minor) => minor !== null && onChange({ amount_minor: minor })}
          />
        )}
        <MoneyField
          label={t('interestSetup.minimum')}
          value={own.minimum_minor === 0 ? null : own.minimum_minor}
          currency={currency}
          empty="allowed"
          onChange={(minor) => onChange({ minimum_minor: minor ?? 0 })}
        />
        <MoneyField
          label={t('interestSetup.maximum')}
          value={own.maximum_minor}
          currency={currency}
          empty="allowed"
          onChange={(minor) => onChange({ maximum_minor: minor })}
        />
      </Fields>
      {terms.range_by !== 'none' && <Ranges terms={terms} own={own} onChange={(ranges) => onChange({ ranges })} />}
      <div>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
          {t('interestSetup.removeCurrency', { currency })}
        </Button>
      </div>
    </fieldset>
  );
}

type RangesProps = { terms: Terms; own: PerCurrency; onChange: (ranges: Range[]) => void };

/** The rows of a range: from which value on, and what an interval or a year costs then. */
function Ranges({ terms, own, onChange }: RangesProps) {
  const { t } = useWords();
  const { ranges } = own;
  const set = (at: number, change: Partial<Range>) =>
    onChange(ranges.map((range, index) => (index === at ? { ...range, ...change } : range)));
  return (
    <>
      <div className={`${classes.range} ${classes.rangeHead}`} aria-hidden="true">
        <span>{`${t('interestSetup.rangeFrom')} (${t(`interestSetup.rangeName.${terms.range_by}`)})`}</span>
        <span>{t('interestSetup.rangeValue')}</span>
      </div>
      {ranges.map((range, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a range keep their places while they are typed.
        <div key={at} className={classes.range}>
          <RangeFrom terms={terms} currency={own.currency} range={range} number={at + 1} onChange={(c) => set(at, c)} />
          <RangeValue
            terms={terms}
            currency={own.currency}
            range={range}
            number={at + 1}
            onChange={(c) => set(at, c)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('interestSetup.removeRange', { number: at + 1 })}
            onClick={() => onChange(ranges.filter((_, index) => index !== at))}
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
          onClick={() => onChange([...ranges, { from: (ranges.at(-1)?.from ?? -1) + 1, value: '0' }])}
        >
          {t('interestSetup.addRange')}
        </Button>
      </div>
    </>
  );
}

type RangeFieldProps = {
  terms: Terms;
  currency: string;
  range: Range;
  number: number;
  onChange: (change: Partial<Range>) => void;
};

function RangeFrom({ terms, currency, range, number, onChange }: RangeFieldProps) {
  const { t } = useWords();
  const label = t('interestSetup.rangeField', { number, field: t('interestSetup.rangeFrom') });
  return terms.range_by === 'amount' ? (
    <MoneyField
      label={label}
      labelled="hidden"
      value={range.from}
      currency={currency}
      onChange={(minor) => minor !== null && onChange({ from: minor })}
    />
  ) : (
    <NumberInput
      aria-label={label}
      min={0}
      allowDecimal={false}
      value={range.from}
      onChange={(from) => typeof from === 'number' && onChange({ from })}
    />
  );
}

function RangeValue({ terms, currency, range, number, onChange }: RangeFieldProps) {
  const { t } = useWords();
  const label = t('interestSetup.rangeField', { number, field: t('interestSetup.rangeValue') });
  // An amount is kept as minor units, a percentage as it is written.
  return !terms.day_rate && terms.basis === 'amount' ? (
    <MoneyField
      label={label}
      labelled="hidden"
      value={Number(range.value)}
      currency={currency}
      onChange={(minor) => minor !== null && onChange({ value: String(minor) })}
    />
  ) : (
    <DecimalField label={label} labelled="hidden" value={range.value} onChange={(value) => onChange({ value })} />
  );
}
