import { ActionIcon, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText } from '../../kit/figures';
import { Answered } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import classes from './company.module.css';

type Asked = ResponseOf<'calendar.holidays'>;

/** The page writes the region of the company as the book does: blank is the whole country. */
const WHOLE = '-';

/** Whose public holidays the company keeps, and which days those are in a year. */
export function PublicHolidays({
  country,
  region,
  problem,
  choose,
}: {
  country: string;
  region: string;
  problem: string | undefined;
  choose: (region: string) => void;
}) {
  const { state } = useDesk();
  const [year, setYear] = useState(Number(state.today.slice(0, 4)));
  const holidays = useAsk('calendar.holidays', { year, country, region }, { meanwhile: 'previous' });
  return (
    <Answered answer={holidays}>
      {(asked) => <Shown asked={asked} region={region} problem={problem} choose={choose} turn={setYear} />}
    </Answered>
  );
}

function Shown({
  asked,
  region,
  problem,
  choose,
  turn,
}: {
  asked: Asked;
  region: string;
  problem: string | undefined;
  choose: (region: string) => void;
  turn: (year: number) => void;
}) {
  const { t } = useWords();
  const { mode } = useDesk();
  return (
    <div className={classes.holidays}>
      <Select
        label={t('company.holidayRegion')}
        description={asked.source ? t('company.holidaySource', { source: asked.source }) : t('company.holidayUnknown')}
        data={[
          { value: WHOLE, label: t('company.holidayRegionCountry') },
          ...asked.regions.map((known) => ({ value: known.code, label: known.name })),
          { value: 'none', label: t('company.holidayRegionNone') },
        ]}
        searchable
        allowDeselect={false}
        disabled={mode === 'past'}
        value={region || WHOLE}
        error={problem}
        onChange={(value) => value && choose(value === WHOLE ? '' : value)}
        data-testid="holiday-region"
      />
      {asked.days.length > 0 && (
        <>
          <div className={classes.holidayYear}>
            <h3 className={classes.holidaysTitle}>{t('company.holidayYear', { year: String(asked.year) })}</h3>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('company.holidayYearBefore')}
              onClick={() => turn(asked.year - 1)}
            >
              <IconChevronLeft size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('company.holidayYearAfter')}
              onClick={() => turn(asked.year + 1)}
            >
              <IconChevronRight size={14} />
            </ActionIcon>
          </div>
          {asked.days.map((holiday) => (
            <div key={`${holiday.day} ${holiday.name}`} className={classes.holiday}>
              <DayText day={holiday.day} />
              <span>{holiday.moved ? `${holiday.name} (${t('company.holidayMoved')})` : holiday.name}</span>
            </div>
          ))}
        </>
      )}
    </div>
  );
}
