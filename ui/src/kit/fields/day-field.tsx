import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../../i18n';
import { useFocusOnArrival } from '../focus';
import { type Day, formatDay, parseDay } from '../format/day';

type DayFieldProps = {
  label: ReactNode;
  value: Day | null;
  onChange: (day: Day | null) => void;
  /** What `today` and `+14` count from. */
  today: Day;
  description?: string;
  /** What an empty field says; today, as it is written, where missing. */
  hint?: string;
  error?: string;
  /** Whether the field may be left empty. */
  empty?: 'allowed' | 'refused';
  disabled?: boolean;
  size?: 'xs' | 'sm';
  labelled?: 'above' | 'hidden';
  max?: Day;
  /** Whether a drawer begins in this field, or the field has just been asked for. */
  focus?: 'first' | 'now';
};

/** A day, typed as `31.12`, `+14` or `today`, or picked from a calendar. What cannot be read stays as it was typed. */
export function DayField(props: DayFieldProps) {
  const { value, onChange, today, empty = 'refused', max } = props;
  const { t, locale, language } = useWords();
  const [text, setText] = useState(() => (value ? formatDay(value, locale) : ''));
  const [problem, setProblem] = useState<string | null>(null);
  const [calendar, setCalendar] = useState<'open' | 'closed'>('closed');
  useEffect(() => {
    setText(value ? formatDay(value, locale) : '');
    setProblem(null);
  }, [value, locale]);

  const commit = (typed: string) => {
    if (typed.trim() === '') {
      if (empty === 'allowed') onChange(null);
      setProblem(empty === 'allowed' ? null : t('kit.dayNeeded'));
      return;
    }
    const day = parseDay(typed, today, locale);
    if (day === null) setProblem(t('kit.dayUnread', { example: formatDay(today, locale) }));
    else if (max && day > max) setProblem(t('kit.dayAfter', { day: formatDay(max, locale) }));
    else {
      setProblem(null);
      setText(formatDay(day, locale));
      if (day !== value) onChange(day);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit(text);
    if (event.key === 'Escape') setText(value ? formatDay(value, locale) : '');
    if (event.key === 'ArrowDown' && event.altKey) setCalendar('open');
  };
  const hidden = props.labelled === 'hidden';
  const field = useFocusOnArrival<HTMLInputElement>(props.focus === 'now' ? 'focused' : 'quiet');

  return (
    <TextInput
      ref={field}
      label={hidden ? undefined : props.label}
      aria-label={hidden && typeof props.label === 'string' ? props.label : undefined}
      description={props.description}
      size={props.size ?? 'xs'}
      value={text}
      error={problem ?? props.error}
      disabled={props.disabled}
      placeholder={props.hint ?? formatDay(today, locale)}
      data-autofocus={props.focus === 'first' ? true : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => commit(text)}
      onKeyDown={onKeyDown}
      className="tabular"
      rightSection={
        <Popover
          opened={calendar === 'open'}
          onDismiss={() => setCalendar('closed')}
          position="bottom-end"
          trapFocus
          returnFocus
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              size="sm"
              color="gray"
              disabled={props.disabled}
              aria-label={t('kit.openCalendar')}
              onClick={() => setCalendar(calendar === 'open' ? 'closed' : 'open')}
            >
              <IconCalendar size={15} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('kit.openCalendar')}>
            <DatePicker
              size="xs"
              locale={language}
              firstDayOfWeek={1}
              value={value}
              defaultDate={value ?? today}
              maxDate={max}
              ariaLabels={{ previousMonth: t('kit.previousMonth'), nextMonth: t('kit.nextMonth') }}
              onChange={(day) => {
                if (day) onChange(day);
                setCalendar('closed');
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
