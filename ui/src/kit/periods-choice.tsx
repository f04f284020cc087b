import { NumberInput, Select } from '@mantine/core';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { RequestOf } from '../wire/commands';

const EVEN = 'even:';

type Choice = Pick<RequestOf<'aging.report'>, 'definition' | 'interval'>;
type PeriodsChoiceProps = {
  value: Choice;
  onChange: (change: Partial<Choice>) => void;
  error?: string | undefined;
};

/** By which periods something is printed: those of a definition, or periods of equal length. */
export function PeriodsChoice({ value, onChange, error }: PeriodsChoiceProps) {
  const { t } = useWords();
  const definitions = useAsk('aging.definitions', {});
  const { interval } = value;
  const chosen = interval ? EVEN : (value.definition ?? definitions.data?.default_definition ?? null);
  return (
    <>
      <Select
        label={t('aging.definition')}
        allowDeselect={false}
        value={chosen}
        error={error}
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
    </>
  );
}
