import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { DayText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import { Answered, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import classes from './company.module.css';

type Calendar = ResponseOf<'calendar.get'>;

/** Days on which nobody works, beside the weekdays. Each change is saved at once. */
export function Holidays() {
  const calendar = useAsk('calendar.get', {});
  return <Answered answer={calendar}>{(stored) => <HolidayList stored={stored} />}</Answered>;
}

function HolidayList({ stored }: { stored: Calendar }) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const save = useAct('calendar.save');
  const [day, setDay] = useState<Day | null>(null);
  const [name, setName] = useState('');
  const put = (closed: Calendar['closed']) => save.mutateAsync({ ...stored, closed });
  const add = async () => {
    if (!day) return;
    const others = stored.closed.filter((holiday) => holiday.day !== day);
    await put([...others, { day, name: name.trim(), kind: 'own' }]);
    setDay(null);
    setName('');
  };
  return (
    <div className={classes.holidays}>
      <h3 className={classes.holidaysTitle}>{t('company.holidays')}</h3>
      {save.error && <Problem error={save.error} />}
      {stored.closed.length === 0 && <p>{t('company.holidaysNone')}</p>}
      {stored.closed.map((holiday) => (
        <div key={holiday.day} className={classes.holiday}>
          <DayText day={holiday.day} />
          <span>{holiday.name}</span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            disabled={mode === 'past'}
            aria-label={t('company.removeHoliday', { name: holiday.name || holiday.day })}
            onClick={() => void put(stored.closed.filter((other) => other.day !== holiday.day)).catch(() => undefined)}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.newHoliday}>
        <DayField label={t('company.holiday')} value={day} today={state.today} empty="allowed" onChange={setDay} />
        <TextInput
          label={t('company.holidayName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!day || mode === 'past'} onClick={() => void add().catch(() => undefined)}>
          {t('company.addHoliday')}
        </Button>
      </div>
    </div>
  );
}
