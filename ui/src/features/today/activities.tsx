import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { type Activity, useActivityColumns } from '../../kit/activity';
import { ActivityForm } from '../../kit/activity-form';
import { DayText } from '../../kit/figures';
import { DataGrid } from '../../kit/grid/data-grid';
import { Drawer, FactBox, Facts } from '../../kit/side';
import { FormProblem, Note } from '../../kit/states';

/** What the user has to do, the oldest end first; the row that is pointed at or focused is told in full below. */
export function Activities({ pool }: { pool: string | null }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [opened, setOpened] = useState<Activity | 'new' | null>(null);
  const [pointed, setPointed] = useState<Activity | null>(null);
  const close = useAct('activities.close');
  const columns = useActivityColumns('everybody');
  const listing = useListing('activities.list', 'activities.page', {
    show: 'open',
    of: 'mine',
    responsible: null,
    account: null,
    case_id: null,
    ...(pool !== null && { pool }),
  });
  const add = () => setOpened('new');
  const shut = () => setOpened(null);
  useActions(
    mode === 'today'
      ? [{ id: 'today.newActivity', label: t('activities.new'), group: 'page', keys: 'n', run: add }]
      : [],
  );
  const button = (
    <Button variant="default" leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('activities.new')}
    </Button>
  );
  return (
    <>
      <FormProblem error={close.error} />
      {close.data && <Note tone="good">{t('activities.closedDone', { ...close.data })}</Note>}
      <DataGrid
        id="today_activities"
        label={t('today.activities')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.activity_id}
        initialSort={{ column: 'ends_on', order: 'ascending' }}
        onOpen={setOpened}
        onPoint={setPointed}
        exportFrom="activities.export"
        tools={button}
        acts={
          mode === 'past'
            ? undefined
            : ({ rows, clear }) => (
                <Button
                  loading={close.isPending}
                  onClick={() =>
                    void rows()
                      .then((chosen) =>
                        close.mutateAsync({ activity_ids: chosen.map(({ activity_id }) => activity_id) }),
                      )
                      .then(clear)
                      .catch(() => undefined)
                  }
                >
                  {t('activities.closeChosen')}
                </Button>
              )
        }
        empty={
          <>
            <Note>{t('today.noActivities')}</Note>
            <div>{button}</div>
          </>
        }
      />
      {pointed && <Details row={pointed} />}
      <Drawer
        title={
          opened === 'new' || opened === null ? t('activities.new') : t('activities.edit', { number: opened.number })
        }
        state={opened ? 'open' : 'closed'}
        onClose={shut}
      >
        {opened === 'new' && <ActivityForm onDone={shut} />}
        {opened && opened !== 'new' && <ActivityForm key={opened.activity_id} stored={opened} onDone={shut} />}
      </Drawer>
    </>
  );
}

function Details({ row }: { row: Activity }) {
  const { t } = useWords();
  const said = [
    { name: t('activities.contact'), value: row.contact },
    { name: t('activities.memo'), value: row.memo },
    { name: t('activities.case'), value: row.case_number },
    { name: t('activities.document'), value: row.document_no },
  ];
  return (
    <FactBox title={`${row.purpose} · ${row.name} (${row.account})`}>
      <Facts
        facts={[
          { name: t('activities.endsOn'), value: <DayText day={row.ends_on} /> },
          ...said.filter(({ value }) => value),
        ]}
      />
    </FactBox>
  );
}
