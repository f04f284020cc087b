import { Button, SegmentedControl } from '@mantine/core';
import { IconCalendarEvent, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { send, useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { type Activity, useActivityColumns } from '../../kit/activity';
import { ActivityForm } from '../../kit/activity-form';
import type { Act } from '../../kit/acts';
import { useCustomerListActs } from '../../kit/customer-list-acts';
import { DataGrid, type Picked } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem, Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';

type Show = 'open' | 'reminded' | 'all';
type Of = 'mine' | 'my_team' | 'everybody';
const SHOWS: readonly Show[] = ['open', 'reminded', 'all'];
type MadeIn = 'everywhere' | 'collections';

/** Everything that is to be done or was done about customers, for one person or for all. */
export function ActivitiesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const asked = (useSearch({ strict: false }) as { show?: Show }).show;
  const [show, setShow] = useState<Show>(SHOWS.find((known) => known === asked) ?? 'open');
  const [of, setOf] = useState<Of>('mine');
  const [madeIn, setMadeIn] = useState<MadeIn>('everywhere');
  const [opened, setOpened] = useState<Activity | 'new' | null>(null);
  const { pool } = usePool();
  const close = useAct('activities.close');
  const calendar = useCalendarFile();
  const listing = useListing('activities.list', 'activities.page', {
    show,
    of,
    made_in: madeIn,
    responsible: null,
    account: null,
    case_id: null,
    ...(pool !== null && { pool }),
  });
  const columns = useActivityColumns('everybody');
  const add = () => setOpened('new');
  const marked = useCustomerListActs(null, 'q');
  const ownActs = ({ rows, clear }: Picked<Activity>): Act[] => [
    ...(mode === 'today'
      ? [
          {
            id: 'activities-close',
            label: t('activities.closeChosen'),
            tone: 'main' as const,
            state: close.isPending ? ('running' as const) : ('ready' as const),
            run: () =>
              void rows()
                .then((chosen) => close.mutateAsync({ activity_ids: idsOf(chosen) }))
                .then(clear)
                .catch(() => undefined),
          },
        ]
      : []),
    {
      id: 'activities-calendar',
      label: t('activities.calendar'),
      icon: <IconCalendarEvent size={14} />,
      state: calendar.isPending ? 'running' : 'ready',
      run: () => void rows().then((chosen) => calendar.mutate(idsOf(chosen))),
    },
  ];
  useActions([
    ...(mode === 'past'
      ? []
      : [{ id: 'activities.new', label: t('activities.new'), group: 'page' as const, keys: 'n', run: add }]),
    { id: 'activities.mine', label: t('activities.mine'), group: 'page', keys: '1', run: () => setOf('mine') },
    { id: 'activities.all', label: t('activities.everybody'), group: 'page', keys: '2', run: () => setOf('everybody') },
    { id: 'activities.team', label: t('activities.my_team'), group: 'page', keys: '4', run: () => setOf('my_team') },
    {
      id: 'activities.reminded',
      label: t('activities.reminded'),
      group: 'page',
      keys: '5',
      run: () => setShow('reminded'),
    },
    {
      id: 'activities.collections',
      label: t('activities.madeInName.collections'),
      group: 'page',
      keys: '3',
      run: () => setMadeIn(madeIn === 'collections' ? 'everywhere' : 'collections'),
    },
  ]);
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('activities.new')}
    </Button>
  );
  const idsOf = (rows: readonly Activity[]) => rows.map((row) => row.activity_id);
  return (
    <Page layout="fill" title={t('shell.page.activities')} about={t('activities.about')} actions={button}>
      <FormProblem error={close.error ?? calendar.error} />
      {close.data && <Note tone="good">{t('activities.closedDone', { ...close.data })}</Note>}
      {calendar.data && <Note tone="good">{t('activities.calendarDone', { ...calendar.data })}</Note>}
      <DataGrid
        id="activities"
        label={t('shell.page.activities')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.activity_id}
        onOpen={setOpened}
        exportFrom="activities.export"
        tools={
          <>
            <SegmentedControl
              aria-label={t('activities.whose')}
              value={of}
              onChange={(value) => setOf(value as Of)}
              data={(['mine', 'my_team', 'everybody'] as const).map((value) => ({
                value,
                label: t(`activities.${value}`),
              }))}
            />
            <SegmentedControl
              aria-label={t('activities.which')}
              value={show}
              onChange={(value) => setShow(value as Show)}
              data={SHOWS.map((value) => ({ value, label: t(`activities.${value}`) }))}
            />
            <SegmentedControl
              aria-label={t('activities.madeIn')}
              value={madeIn}
              onChange={(value) => setMadeIn(value as MadeIn)}
              data={(['everywhere', 'collections'] as const).map((value) => ({
                value,
                label: t(`activities.madeInName.${value}`),
              }))}
            />
          </>
        }
        acts={(picked) => marked.buttons(picked, ownActs(picked))}
        empty={<EmptyState title={t('activities.emptyTitle')} text={t('activities.emptyText')} action={button} />}
      />
      {marked.beside}
      <Drawer
        title={titleOf(opened, t('activities.new'), (number) => t('activities.edit', { number }))}
        state={opened ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
      >
        {opened === 'new' && <ActivityForm onDone={() => setOpened(null)} />}
        {opened && opened !== 'new' && (
          <ActivityForm key={opened.activity_id} stored={opened} onDone={() => setOpened(null)} />
        )}
      </Drawer>
    </Page>
  );
}

function titleOf(opened: Activity | 'new' | null, fresh: string, edited: (number: string) => string): string {
  if (opened === null) return '';
  return opened === 'new' ? fresh : edited(opened.number);
}

/** Writes tasks and appointments for whatever calendar a person keeps. */
function useCalendarFile() {
  return useMutation<ResponseOf<'activities.calendar'> | null, RefusedError, number[]>({
    mutationFn: async (activity_ids) => {
      const { path } = (await send('dialog.save', { purpose: 'calendar', suggested: 'duebook.ics' })).ok;
      return path === null ? null : (await send('activities.calendar', { activity_ids, path })).ok;
    },
  });
}
