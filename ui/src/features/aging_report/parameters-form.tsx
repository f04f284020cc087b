import { Checkbox, MultiSelect, Select } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, Ticks } from '../../kit/form';
import { PeriodsChoice } from '../../kit/periods-choice';
import { PoolField } from '../../kit/pool-field';
import classes from './aging-report.module.css';
import type { Parameters } from './types';

type FormProps = { value: Parameters; onChange: (change: Partial<Parameters>) => void };

/** Everything that a report can be asked with (spec 20 §3). */
export function ParametersForm({ value, onChange }: FormProps) {
  return (
    <div className={classes.form}>
      <Days value={value} onChange={onChange} />
      <Periods value={value} onChange={onChange} />
      <Options value={value} onChange={onChange} />
    </div>
  );
}

function Days({ value, onChange }: FormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const { today } = state;
  return (
    <Fields>
      <DayField
        label={t('agingRest.asOf')}
        value={value.as_of}
        today={today}
        onChange={(as_of) => onChange({ as_of })}
      />
      <DayField
        label={t('agingRest.balanceAsOf')}
        description={t('agingRest.balanceAsOfHint')}
        value={value.balance_as_of}
        today={today}
        empty="allowed"
        onChange={(balance_as_of) => onChange({ balance_as_of })}
      />
      <DayField
        label={t('agingRest.startOn')}
        description={t('agingRest.startOnHint')}
        value={value.start_on}
        today={today}
        empty="allowed"
        onChange={(start_on) => onChange({ start_on })}
      />
      <DayField
        label={t('aging.knownOn')}
        description={t('aging.knownOnHint')}
        value={value.known_on}
        today={today}
        empty="allowed"
        onChange={(known_on) => onChange({ known_on })}
      />
    </Fields>
  );
}

function Periods({ value, onChange }: FormProps) {
  const { t } = useWords();
  return (
    <Fields>
      <PeriodsChoice value={value} onChange={onChange} />
      <Select
        label={t('aging.by')}
        allowDeselect={false}
        value={value.by}
        data={(['due', 'document', 'transaction'] as const).map((by) => ({ value: by, label: t(`aging.byDay.${by}`) }))}
        onChange={(by) => by && onChange({ by: by as Parameters['by'] })}
      />
      <Select
        label={t('agingRest.groupBy')}
        allowDeselect={false}
        value={value.group_by}
        data={(['none', 'agent', 'region'] as const).map((group) => ({
          value: group,
          label: t(`agingRest.group.${group}`),
        }))}
        onChange={(group) => group && onChange({ group_by: group as Parameters['group_by'] })}
      />
      <PoolField value={value.pool} onChange={(pool) => onChange({ pool: pool ?? undefined })} />
      <Companies value={value} onChange={onChange} />
    </Fields>
  );
}

/** Companies that are reported together with the one of the work; there is nothing to choose where it is the only one. */
function Companies({ value, onChange }: FormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const others = (state.book?.companies ?? [])
    .filter(({ code }) => code !== state.book?.company_code)
    .map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
  if (others.length === 0) return null;
  return (
    <MultiSelect
      label={t('companies.runTogether')}
      description={t('companies.runTogetherHint', { currency: state.book?.currency ?? '' })}
      data={others}
      value={value.companies}
      onChange={(companies) => onChange({ companies })}
    />
  );
}

const TICKS = [
  'descriptions',
  'unapplied_column',
  'details',
  'transaction_currency',
  'negative_balances',
  'exclude_zero',
] as const;

function Options({ value, onChange }: FormProps) {
  const { t } = useWords();
  return (
    <Ticks>
      {TICKS.map((tick) => (
        <Checkbox
          key={tick}
          label={t(`agingRest.tick.${tick}`)}
          checked={value[tick]}
          onChange={(event) => onChange({ [tick]: event.currentTarget.checked })}
        />
      ))}
      <Checkbox
        label={t('agingRest.tick.credits_first')}
        checked={value.credits_in === 'first_period'}
        onChange={(event) => onChange({ credits_in: event.currentTarget.checked ? 'first_period' : 'own_period' })}
      />
      <Checkbox
        label={t('agingRest.tick.promises')}
        checked={value.promises === 'respected'}
        onChange={(event) => onChange({ promises: event.currentTarget.checked ? 'respected' : 'ignored' })}
      />
    </Ticks>
  );
}
