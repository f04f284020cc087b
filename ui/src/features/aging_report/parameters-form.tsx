import { Checkbox, MultiSelect, NumberInput, Select } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields } from '../../kit/form';
import { PoolField } from '../../kit/pool-field';
import classes from './aging-report.module.css';
import type { Parameters } from './types';

type FormProps = { value: Parameters; onChange: (change: Partial<Parameters>) => void };

const EVEN = 'even:';

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
  const definitions = useAsk('aging.definitions', {});
  const { interval } = value;
  const chosen = interval ? EVEN : (value.definition ?? definitions.data?.default_definition ?? null);
  return (
    <Fields>
      <Select
        label={t('aging.definition')}
        allowDeselect={false}
        value={chosen}
        onChange={(id) =>
          id === EVEN
            ? onChange({ definition: null, interval: { length: 30, unit: 'day', direction: 'backward' } })
            : onChange({ definition: id, interval: null })
        }
        data={[
          ...(definitions.data?.definitions ?? []).map(({ id, description }) => ({
            value: id,
            label: description || (id === 'standard' ? t('aging.standard') : id),
          })),
          { value: EVEN, label: t('agingRest.even') },
        ]}
      />
      {interval && (
        <>
          <NumberInput
            label={t('agingRest.length')}
            min={1}
            max={1000}
            value={interval.length}
            onChange={(length) => onChange({ interval: { ...interval, length: Math.max(1, Number(length) || 1) } })}
          />
          <Select
            label={t('agingRest.unit')}
            allowDeselect={false}
            value={interval.unit}
            data={(['day', 'month'] as const).map((unit) => ({ value: unit, label: t(`agingRest.unitName.${unit}`) }))}
            onChange={(unit) => unit && onChange({ interval: { ...interval, unit: unit as typeof interval.unit } })}
          />
          <Select
            label={t('agingRest.direction')}
            allowDeselect={false}
            value={interval.direction}
            data={(['forward', 'backward'] as const).map((direction) => ({
              value: direction,
              label: t(`agingRest.directionName.${direction}`),
            }))}
            onChange={(direction) =>
              direction && onChange({ interval: { ...interval, direction: direction as typeof interval.direction } })
            }
          />
        </>
      )}
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
    <div className={classes.ticks}>
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
    </div>
  );
}
