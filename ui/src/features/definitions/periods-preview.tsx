import { useDesk } from '../../data/desk';
import { useWords } from '../../i18n';
import { AgeSign, DayText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { INDICATOR_STEP, indicatorOf, periodName } from '../../kit/period';
import { Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import type { Fault } from './lines-form';
import type { Definition } from './types';

type Period = ResponseOf<'aging.preview_definition'>['periods'][number];

type PeriodsPreviewProps = { definition: Definition; periods: readonly Period[]; fault: Fault | null };

/** The columns that the lines give on the as-of day, while they are typed. The book lays them out. */
export function PeriodsPreview({ definition, periods, fault }: PeriodsPreviewProps) {
  const { t, locale } = useWords();
  const { asOf } = useDesk();
  const title = t('definitions.preview', { day: formatDay(asOf, locale) });
  if (fault) {
    return (
      <Section title={title}>
        <Note tone="warn">{t('definitions.noPreview')}</Note>
      </Section>
    );
  }
  const outside = periods.some((period) => period.id === 'outside');
  return (
    <Section title={title}>
      <Table
        label={title}
        rows={periods}
        keyOf={(period) => period.id}
        columns={[
          {
            id: 'sign',
            header: '',
            cell: (period) => <AgeSign step={INDICATOR_STEP[indicatorOf(period)]} />,
          },
          {
            id: 'name',
            header: t('definitions.heading'),
            cell: (period) => periodName(named(period, definition), t),
          },
          {
            id: 'from',
            header: t('definitions.from'),
            cell: (period) => (period.from ? <DayText day={period.from} /> : t('definitions.openStart')),
          },
          {
            id: 'to',
            header: t('definitions.to'),
            cell: (period) => (period.to ? <DayText day={period.to} /> : t('definitions.openEnd')),
          },
        ]}
      />
      {outside && <Note>{t('definitions.outside')}</Note>}
    </Section>
  );
}

/** The heading as it is typed right now; the answer to it may still be on its way. */
function named(period: Period, definition: Definition): Period {
  const line = definition.lines.find((other) => other.id === period.id);
  return line ? { ...period, label: line.label } : period;
}
