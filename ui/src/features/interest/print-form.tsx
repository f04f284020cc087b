import { Button } from '@mantine/core';
import { IconFolderOpen, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import type { Day } from '../../kit/format/day';
import { JobBar } from '../../kit/job-bar';
import { Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import classes from './interest.module.css';
import type { Notes } from './types';

/** Gives notes their numbers and papers; with a folder also as files. */
export function PrintForm({ of, onDone }: { of: Notes; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [day, setDay] = useState<Day>(state.today);
  const [path, setPath] = useState<string | null>(null);
  const folder = useAct('dialog.folder');
  const print = useAct('interest.print');
  const job = useJobs().findLast((other) => other.command === 'interest.print' && other.state === 'running');
  if (print.data) return <Printed printed={print.data} onDone={onDone} />;
  const text = of.runId === null ? t('interest.printText', { count: of.noteIds.length }) : t('interest.printRun');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        print.mutate({ run_id: of.runId, note_ids: of.noteIds, note_on: day, folder: path });
      }}
    >
      <p>{text}</p>
      <Fields columns={1}>
        <DayField
          label={t('interest.noteOn')}
          value={day}
          today={state.today}
          focus="first"
          onChange={(next) => next && setDay(next)}
        />
      </Fields>
      <div className={classes.folder}>
        <span className={classes.quiet}>{path ?? t('interest.noFolder')}</span>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconFolderOpen size={14} />}
          onClick={() => folder.mutate({}, { onSuccess: (chosen) => setPath(chosen.path ?? path) })}
        >
          {t('interest.chooseFolder')}
        </Button>
        {path !== null && (
          <Button variant="subtle" size="compact-sm" onClick={() => setPath(null)}>
            {t('interest.leaveFolder')}
          </Button>
        )}
      </div>
      {job && <JobBar job={job} />}
      <FormActs>
        <Button
          type="submit"
          data-testid="interest-print"
          leftSection={<IconPrinter size={14} />}
          loading={print.isPending}
        >
          {t('interest.printNow')}
        </Button>
      </FormActs>
      {(folder.error ?? print.error) && (
        <Problem error={(folder.error ?? print.error) as NonNullable<typeof print.error>} />
      )}
    </form>
  );
}

function Printed({ printed, onDone }: { printed: ResponseOf<'interest.print'>; onDone: () => void }) {
  const { t } = useWords();
  const open = useAct('opener.open');
  const reveal = useAct('opener.reveal');
  const last = printed.files.at(-1);
  const error = open.error ?? reveal.error;
  return (
    <>
      {printed.notes > 0 && <Note tone="good">{t('interest.printed', { count: printed.notes })}</Note>}
      {printed.copies > 0 && <Note>{t('interest.copies', { count: printed.copies })}</Note>}
      {printed.unprintable.length > 0 && (
        <>
          <Note tone="warn">{t('interest.unprintable')}</Note>
          <Table
            label={t('interest.unprintable')}
            rows={printed.unprintable}
            keyOf={(row) => String(row.note_id)}
            columns={[
              { id: 'account', header: t('interest.account'), cell: (row) => row.account },
              { id: 'detail', header: t('interest.detail'), cell: (row) => row.detail },
            ]}
          />
        </>
      )}
      {last !== undefined && (
        <>
          <p>{t('interest.files', { count: printed.files.length })}</p>
          <p className={classes.quiet}>{last}</p>
          <div className={classes.folder}>
            <Button variant="default" onClick={() => open.mutate({ path: last })}>
              {t('interest.openFile')}
            </Button>
            <Button variant="default" onClick={() => reveal.mutate({ path: last })}>
              {t('interest.openFolder')}
            </Button>
          </div>
        </>
      )}
      {error && <Problem error={error} />}
      <div>
        <Button data-autofocus onClick={onDone}>
          {t('interest.done')}
        </Button>
      </div>
    </>
  );
}
