import { NumberInput, SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useJobs } from '../../data/jobs';
import { type ListingTotals, useListing, useOpenListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import type { Day } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { JobBar } from '../../kit/job-bar';
import { Page } from '../../kit/page';
import { EmptyState, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import classes from './letters.module.css';
import { CODES } from './types';

type Calendar = ResponseOf<'letters.calendar'>;
type CalendarDay = Calendar['days'][number];
type Row = ResponseOf<'letters.calendar_page'>['rows'][number];
type Assume = NonNullable<RequestOf<'letters.calendar'>['assume']>;

const ASSUME: readonly Assume[] = ['nobody_pays', 'as_usual'];

const MOST_DAYS = 366;
const WHOLE = { sort: null, filters: [], search: '' };

/** Which letters go out on which of the next days if nobody pays, or if customers pay as they are used to: the days with their totals, and their letters. */
export function LetterCalendarPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [days, setDays] = useState(60);
  const [on, setOn] = useState<Day | null>(null);
  const [assume, setAssume] = useState<Assume>('nobody_pays');
  const { pool } = usePool();
  const job = useJobs().find((one) => one.command === 'letters.calendar' && one.state === 'running');
  const base = { days, accounts: [], assume, ...(pool && { pool }) };
  const whole = useListing('letters.calendar', 'letters.calendar_page', { ...base, on: null });
  const listing = useListing('letters.calendar', 'letters.calendar_page', { ...base, on });
  const calendar = useOpenListing(whole, WHOLE);
  const columns = useMemo(() => calendarColumns(t), [t]);
  const totals = useCallback((open: Calendar) => calendarTotals(open, on, t), [on, t]);
  const all = () => setOn(null);
  useActions([
    {
      id: 'letters.new',
      label: t('letters.new'),
      group: 'page',
      keys: 'n',
      run: () => void navigate({ to: '/letters/new' }),
    },
    ...(on === null
      ? []
      : [{ id: 'letters.calendarAll', label: t('letters.calendarAll'), group: 'page', keys: 'a', run: all } as const]),
  ]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.letterCalendar')}
      about={t('letters.calendarAbout')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('letters.calendarAssume')}
            data-testid="calendar-assume"
            value={assume}
            onChange={(value) => {
              setAssume(value as Assume);
              setOn(null);
            }}
            data={ASSUME.map((value) => ({ value, label: t(`letters.calendarAssumes.${value}`) }))}
          />
          <NumberInput
            aria-label={t('letters.calendarDays')}
            suffix={t('letters.calendarDaysSuffix')}
            min={1}
            max={MOST_DAYS}
            w={130}
            value={days}
            onChange={(value) => {
              if (typeof value !== 'number' || value < 1 || value > MOST_DAYS) return;
              setDays(value);
              setOn(null);
            }}
          />
        </>
      }
    >
      {calendar.error && <Problem error={calendar.error} onRetry={() => calendar.refetch()} />}
      {job && <JobBar job={job} />}
      {calendar.data && calendar.data.without_habit > 0 && (
        <Note>{t('letters.calendarWithoutHabit', { count: calendar.data.without_habit })}</Note>
      )}
      <div className={classes.calendar}>
        {calendar.data && calendar.data.days.length > 0 && (
          <DayTable days={calendar.data.days} chosen={on} onChoose={(day) => setOn(day === on ? null : day)} />
        )}
        <DataGrid
          id="letter-calendar"
          label={t('shell.page.letterCalendar')}
          listing={listing}
          columns={columns}
          idOf={(row) => `${row.on} ${row.customer_id} ${row.currency} ${row.code}`}
          totalsOf={totals}
          onOpen={(row) => void navigate({ to: '/customers/$account', params: { account: row.account } })}
          exportFrom="letters.calendar_export"
          empty={<EmptyState title={t('letters.calendarEmptyTitle')} text={t('letters.calendarEmptyText')} />}
        />
      </div>
    </Page>
  );
}

function DayTable(props: { days: readonly CalendarDay[]; chosen: Day | null; onChoose: (day: Day) => void }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const letters = (day: CalendarDay) => day.totals.reduce((sum, total) => sum + total.letters, 0);
  return (
    <Table
      label={t('letters.calendarByDay')}
      rows={props.days}
      keyOf={(day) => day.on}
      scroll="inside"
      tone={(day) => (day.on === props.chosen ? 'chosen' : 'plain')}
      onOpen={(day) => props.onChoose(day.on)}
      columns={[
        { id: 'on', header: t('letters.day'), opens: 'yes', cell: (day) => <DayText day={day.on} /> },
        {
          id: 'letters',
          header: t('letters.letters'),
          align: 'right',
          cell: (day) => number.format(letters(day)),
        },
        {
          id: 'total',
          header: t('letters.claimed'),
          align: 'right',
          cell: (day) =>
            day.totals.map((total) => (
              <div key={`${total.currency} ${total.code}`}>
                {t(`letters.codeShort.${total.code}`)}{' '}
                <MoneyText money={{ minor: total.total_minor, currency: total.currency }} showCurrency="yes" />
              </div>
            )),
        },
      ]}
    />
  );
}

/** The totals of the day that is shown; those of all days would take the room of the letters. */
function calendarTotals(open: Calendar, on: Day | null, t: TFunction): ListingTotals[] {
  const totals = open.days.find((day) => day.on === on)?.totals ?? [];
  return totals.map((total) => ({
    currency: total.currency,
    label: t(`letters.code.${total.code}`),
    figures: { items: total.items_minor, fee: total.fee_minor, total: total.total_minor },
  }));
}

function calendarColumns(t: TFunction): Column<Row>[] {
  const fixed = { sort: 'no', filter: 'no' } as const;
  const currency = (row: Row) => row.currency;
  return [
    { ...fixed, id: 'on', kind: 'day', header: t('letters.day'), width: 120, value: (row) => row.on },
    { ...fixed, id: 'account', kind: 'text', header: t('letters.account'), width: 110, value: (row) => row.account },
    {
      ...fixed,
      id: 'name',
      kind: 'link',
      header: t('letters.customer'),
      fit: 'grow',
      show: 'always',
      value: (row) => row.name,
    },
    {
      ...fixed,
      id: 'code',
      kind: 'text',
      header: t('letters.codeLabel'),
      width: 150,
      choices: CODES.map((value) => ({ value, label: t(`letters.code.${value}`) })),
      value: (row) => t(`letters.code.${row.code}`),
    },
    {
      ...fixed,
      id: 'items_count',
      kind: 'count',
      show: 'on_request',
      header: t('letters.items'),
      width: 90,
      value: (row) => row.items_count,
    },
    {
      ...fixed,
      id: 'items',
      kind: 'money',
      header: t('letters.itemsSum'),
      width: 130,
      show: 'on_request',
      value: (row) => row.items_minor,
      currency,
    },
    {
      ...fixed,
      id: 'fee',
      kind: 'money',
      show: 'on_request',
      header: t('letters.fee'),
      width: 100,
      value: (row) => row.fee_minor,
      currency,
    },
    {
      ...fixed,
      id: 'total',
      kind: 'money',
      header: t('letters.claimed'),
      width: 140,
      value: (row) => row.total_minor,
      currency,
    },
    { ...fixed, id: 'currency', kind: 'text', header: t('letters.currency'), width: 90, value: currency },
  ];
}
