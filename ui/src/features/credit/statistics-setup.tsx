import { Button, Checkbox, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { FormActs, FormSection } from '../../kit/form';
import { formatDay } from '../../kit/format/day';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Parameters = ResponseOf<'statistics.parameters'>;

const MONTHS = [
  'dso_1',
  'dso_2',
  'average_balance_1',
  'average_balance_2',
  'average_limit',
  'average_exposure',
] as const;

/** Over how many months each figure is taken, and what is no longer needed of what is stored. */
export function StatisticsSetup() {
  const parameters = useAsk('statistics.parameters', {});
  return (
    <Answered answer={parameters}>
      {(stored) => <StatisticsForm key={JSON.stringify(stored)} stored={stored} />}
    </Answered>
  );
}

function StatisticsForm({ stored }: { stored: Parameters }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [row, setRow] = useState(stored);
  const save = useAct('statistics.parameters_save');
  const problem = useFieldProblems(save.error);
  const changed = JSON.stringify(row) !== JSON.stringify(stored);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row);
      }}
    >
      <FormSection title={t('statistics.title')} about={t('statistics.setupAbout')}>
        {MONTHS.map((name) => (
          <NumberInput
            key={name}
            label={t(`statistics.months.${name}`)}
            min={1}
            max={60}
            allowDecimal={false}
            value={row[name]}
            error={problem(name)}
            onChange={(months) => typeof months === 'number' && setRow({ ...row, [name]: months })}
          />
        ))}
        <Select
          label={t('statistics.daysPastDue')}
          data={(['equally', 'by_amount'] as const).map((value) => ({
            value,
            label: t(`statistics.weighted.${value}`),
          }))}
          value={row.days_past_due}
          allowDeselect={false}
          onChange={(value) => value && setRow({ ...row, days_past_due: value as Parameters['days_past_due'] })}
        />
        <Checkbox
          label={t('statistics.zeroBalance')}
          checked={row.zero_balance}
          onChange={(event) => setRow({ ...row, zero_balance: event.currentTarget.checked })}
        />
        <Select
          label={t('statistics.byNight')}
          description={t('statistics.byNightAbout')}
          data={[
            { value: '', label: t('statistics.keepAll') },
            ...KEPT.map((value) => ({ value, label: t('statistics.keepMonths', { count: Number(value) }) })),
          ]}
          value={row.delete_months_kept === null ? '' : String(row.delete_months_kept)}
          allowDeselect={false}
          error={problem('delete_months_kept')}
          onChange={(value) => setRow({ ...row, delete_months_kept: value ? Number(value) : null })}
        />
        <DeleteOutdated />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('statistics.save')}
        </Button>
      </FormActs>
    </form>
  );
}

const KEPT = ['12', '6', '3'] as const;

function DeleteOutdated() {
  const { t, locale } = useWords();
  const { mode, state } = useDesk();
  const [months, setMonths] = useState('12');
  const [until, setUntil] = useState<string | null>(null);
  const remove = useAct('statistics.delete');
  const problem = useFieldProblems(remove.error);
  return (
    <>
      <DayField
        label={t('statistics.until')}
        description={t('statistics.untilAbout')}
        empty="allowed"
        value={until}
        today={state.today}
        error={until ? problem('until') : undefined}
        onChange={setUntil}
      />
      <Select
        label={t('statistics.keep')}
        data={KEPT.map((value) => ({ value, label: t('statistics.keepMonths', { count: Number(value) }) }))}
        value={months}
        allowDeselect={false}
        disabled={until !== null}
        error={until ? undefined : problem('until')}
        onChange={(value) => value && setMonths(value)}
      />
      <div>
        <Button
          variant="default"
          loading={remove.isPending}
          disabled={mode === 'past'}
          onClick={() =>
            remove.mutate(until ? { until, months_kept: null } : { until: null, months_kept: Number(months) })
          }
        >
          {t('statistics.delete')}
        </Button>
      </div>
      {remove.data && (
        <Note tone="good">
          {t('statistics.deleted', { count: remove.data.rows, day: formatDay(remove.data.until, locale) })}
        </Note>
      )}
    </>
  );
}
