import { Select } from '@mantine/core';
import { useWords } from '../i18n';

const DAYS = [30, 90, 180, 365] as const;

type WithinDaysProps = { value: number | null; onChange: (days: number | null) => void };

/** Narrows a list to what is time-barred within so many days, or is so already. */
export function WithinDays({ value, onChange }: WithinDaysProps) {
  const { t } = useWords();
  return (
    <Select
      size="xs"
      w={178}
      aria-label={t('stops.limitation.within')}
      data={[
        { value: '', label: t('stops.limitation.withinAny') },
        ...DAYS.map((days) => ({ value: String(days), label: t('stops.limitation.withinDays', { count: days }) })),
      ]}
      value={value === null ? '' : String(value)}
      allowDeselect={false}
      onChange={(days) => onChange(days ? Number(days) : null)}
    />
  );
}
