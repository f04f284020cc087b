import { Checkbox, Select } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { maybeByAmount, NO_SIGNS, USUAL_OVERDUE, valuesOf } from './fields';
import { useNames } from './names';
import { CountField, PercentField } from './percent-field';
import type { Rule } from './types';

type ValuesProps = {
  rule: Rule;
  set: (change: Partial<Rule>) => void;
  problem: (field: string) => string | undefined;
};

const UNITS = ['days', 'amount'] as const;
const MEASURES: readonly NonNullable<Rule['measure']>[] = ['total', 'uninsured'];

/** What the rule compares with: only the values that its kind has. */
export function RuleValues(props: ValuesProps) {
  const { rule, set, problem } = props;
  const { t } = useWords();
  const currency = useCurrency(rule);
  const values = valuesOf(rule);
  return (
    <>
      {maybeByAmount(rule) && (
        <Select
          label={t('rules.form.valueType')}
          data={UNITS.map((value) => ({ value, label: t(`rules.form.valueTypeName.${value}`) }))}
          value={rule.value_type === 'amount' ? 'amount' : 'days'}
          allowDeselect={false}
          error={problem('value_type')}
          onChange={(unit) => unit && set({ value_type: unit as Rule['value_type'] })}
        />
      )}
      {values.includes('days') && (
        <CountField
          label={t('rules.form.days')}
          value={rule.days}
          error={problem('days')}
          onChange={(days) => set({ days })}
        />
      )}
      {values.includes('amount') && (
        <MoneyField
          label={t('rules.form.amount')}
          value={rule.amount_minor}
          currency={currency}
          error={problem('amount')}
          onChange={(minor) => set({ amount_minor: minor })}
        />
      )}
      {values.includes('percent') && (
        <PercentField
          label={t('rules.form.percent')}
          value={rule.used_bp}
          error={problem('percent')}
          onChange={(used) => set({ used_bp: used })}
        />
      )}
      {values.includes('status') && <StatusField {...props} />}
      {values.includes('terms') && <TermsField {...props} />}
      {values.includes('measure') && (
        <Select
          label={t('rules.form.measure')}
          data={MEASURES.map((value) => ({ value, label: t(`rules.form.measureName.${value}`) }))}
          value={rule.measure ?? 'total'}
          allowDeselect={false}
          error={problem('measure')}
          onChange={(measure) => measure && set({ measure: measure as Rule['measure'] })}
        />
      )}
      {values.includes('review') && <Signs {...props} />}
      {values.includes('overdue') && <OverdueFields {...props} />}
    </>
  );
}

function useCurrency(rule: Rule): string {
  const { state } = useDesk();
  const company = state.book?.currency ?? 'EUR';
  return rule.currency?.length === 3 ? rule.currency : company;
}

function StatusField({ rule, set, problem }: ValuesProps) {
  const { t } = useWords();
  const names = useNames();
  const setup = useAsk('credit.setup', {});
  return (
    <Select
      label={t('rules.form.status')}
      data={(setup.data?.statuses ?? []).map((status) => ({ value: status.code, label: names.status(status) }))}
      value={rule.status}
      error={problem('status')}
      onChange={(status) => set({ status })}
    />
  );
}

function TermsField({ rule, set, problem }: ValuesProps) {
  const { t } = useWords();
  const terms = useAsk('terms.list', {});
  return (
    <Select
      label={t('rules.form.terms')}
      data={(terms.data?.terms ?? []).map(({ id, description }) => ({
        value: id,
        label: description ? `${id} · ${description}` : id,
      }))}
      value={rule.terms}
      error={problem('terms')}
      onChange={(chosen) => set({ terms: chosen })}
    />
  );
}

function Signs({ rule, set, problem }: ValuesProps) {
  const { t } = useWords();
  const currency = useCurrency(rule);
  const review = rule.review ?? NO_SIGNS;
  const put = (change: Partial<typeof review>) => set({ review: { ...review, ...change } });
  return (
    <>
      <PercentField
        label={t('rules.form.average')}
        description={t('rules.form.averageAbout')}
        value={review.average_bp}
        error={problem('review')}
        onChange={(average) => put({ average_bp: average })}
      />
      <CountField
        label={t('rules.form.newcomerDays')}
        value={review.newcomer_days}
        error={problem('newcomer_days')}
        onChange={(days) => put({ newcomer_days: days })}
      />
      <MoneyField
        label={t('rules.form.newcomerAmount')}
        value={review.newcomer_minor}
        currency={currency}
        empty="allowed"
        error={problem('newcomer_minor')}
        onChange={(minor) => put({ newcomer_minor: minor })}
      />
      <Checkbox
        label={t('rules.form.newAddress')}
        checked={review.new_address}
        onChange={(event) => put({ new_address: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('rules.form.suspicion')}
        checked={review.suspicion}
        onChange={(event) => put({ suspicion: event.currentTarget.checked })}
      />
    </>
  );
}

type OverdueProps = Pick<ValuesProps, 'problem'> & { rule: Rule; set: ValuesProps['set'] };

function OverdueFields({ rule, set, problem }: OverdueProps) {
  const currency = useCurrency(rule);
  return (
    <HowOverdue
      value={rule.overdue ?? USUAL_OVERDUE}
      currency={currency}
      error={problem('overdue')}
      onChange={(overdue) => set({ overdue })}
    />
  );
}

type HowOverdueProps = {
  value: NonNullable<Rule['overdue']>;
  currency: string;
  error: string | undefined;
  onChange: (overdue: NonNullable<Rule['overdue']>) => void;
};

/** How overdue is measured. */
export function HowOverdue({ value, currency, error, onChange }: HowOverdueProps) {
  const { t } = useWords();
  return (
    <>
      <MoneyField
        label={t('rules.form.ignored')}
        value={value.ignore_below_minor}
        currency={currency}
        error={error}
        onChange={(minor) => onChange({ ...value, ignore_below_minor: minor ?? 0 })}
      />
      <Checkbox
        label={t('rules.form.netCredits')}
        checked={value.net_credits}
        onChange={(event) => onChange({ ...value, net_credits: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('rules.form.excludeDisputed')}
        checked={value.exclude_disputed}
        onChange={(event) => onChange({ ...value, exclude_disputed: event.currentTarget.checked })}
      />
    </>
  );
}
