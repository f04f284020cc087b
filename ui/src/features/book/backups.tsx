import { Button, Select, TextInput } from '@mantine/core';
import { IconCopy, IconDeviceFloppy, IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useJobs } from '../../data/jobs';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText } from '../../kit/figures';
import { JobBar } from '../../kit/job-bar';
import { useFieldProblems } from '../../kit/problem-words';
import { RecoverButton } from '../../kit/recover';
import { Answered, FormProblem, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import classes from './book.module.css';

/** The backups that the book has taken of itself, a copy by hand, and where backups go. */
export function Backups() {
  const { t } = useWords();
  const list = useAsk('backups.list', {});
  const settings = useAsk('backups.settings', {});
  return (
    <>
      <Acts />
      <Answered answer={list}>{(stored) => <List stored={stored} />}</Answered>
      <Answered answer={settings}>{(stored) => <Settings key={JSON.stringify(stored)} stored={stored} />}</Answered>
      {list.data && <p className={classes.folder}>{t('book.backupsIn', { folder: list.data.folder })}</p>}
    </>
  );
}

function Acts() {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const saver = useAct('dialog.save');
  const copy = useAct('book.backup');
  const take = useAct('backups.take');
  const job = useJobs().findLast(
    (other) => ['backups.take', 'book.backup'].includes(other.command) && other.state === 'running',
  );
  const name =
    state.book?.path
      .split(/[\\/]/)
      .pop()
      ?.replace(/\.duebook$/, '') ?? '';
  const start = async () => {
    const { path } = await saver.mutateAsync({ purpose: 'book', suggested: `${name} ${state.today}.duebook` });
    if (path !== null) await copy.mutateAsync({ path });
  };
  const copyTo = () => void start().catch(() => undefined);
  useActions([
    { id: 'book.backup', label: t('book.backupTake'), group: 'page', keys: 'b', run: () => take.mutate({}) },
    { id: 'book.copy', label: t('book.backupNow'), group: 'page', run: copyTo },
  ]);
  const error = take.error ?? saver.error ?? copy.error;
  return (
    <>
      <div className={classes.acts}>
        <Button leftSection={<IconDeviceFloppy size={15} />} loading={take.isPending} onClick={() => take.mutate({})}>
          {t('book.backupTake')}
        </Button>
        <Button variant="default" leftSection={<IconCopy size={15} />} loading={copy.isPending} onClick={copyTo}>
          {t('book.backupNow')}
        </Button>
      </div>
      {job && <JobBar job={job} />}
      {error && <Problem error={error} />}
      {copy.data && (
        <Note tone="good">
          {t('book.backupDone', {
            path: copy.data.path,
            bytes: new Intl.NumberFormat(locale).format(copy.data.bytes),
          })}
        </Note>
      )}
    </>
  );
}

function List({ stored }: { stored: ResponseOf<'backups.list'> }) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  if (stored.backups.length === 0) return <Note>{t('book.backupsNone')}</Note>;
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  return (
    <Table
      label={t('book.backup')}
      rows={stored.backups}
      keyOf={(backup) => backup.path}
      columns={[
        { id: 'on', header: t('book.backupOn'), cell: (backup) => <DayText day={backup.on} /> },
        {
          id: 'act',
          header: t('book.backupActs'),
          align: 'right',
          cell: (backup) => new Intl.NumberFormat(locale).format(backup.act),
        },
        {
          id: 'bytes',
          header: t('book.backupSize'),
          align: 'right',
          cell: (backup) => size.format(backup.bytes / 1_000_000),
        },
        {
          id: 'recover',
          header: <span className="sr-only">{t('book.recover')}</span>,
          cell: (backup) => (
            <RecoverButton backup={backup.path} book={state.book?.path ?? backup.path} label={t('book.recover')} />
          ),
        },
      ]}
    />
  );
}

type Stored = ResponseOf<'backups.settings'>;

const TAKEN: readonly Stored['taken'][] = ['automatically', 'when_asked'];

function Settings({ stored }: { stored: Stored }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [draft, setDraft] = useState(stored);
  const chooser = useAct('dialog.folder');
  const save = useAct('backups.settings_save');
  const problem = useFieldProblems(save.error);
  const choose = async () => {
    const { path } = await chooser.mutateAsync({});
    if (path !== null) setDraft({ ...draft, folder: path });
  };
  const changed = draft.taken !== stored.taken || draft.folder !== stored.folder;
  return (
    <form
      className={classes.settings}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <Select
        label={t('book.taken')}
        allowDeselect={false}
        value={draft.taken}
        data={TAKEN.map((value) => ({ value, label: t(`book.takenBy.${value}`) }))}
        onChange={(value) => setDraft({ ...draft, taken: value as Stored['taken'] })}
      />
      <div className={classes.folderField}>
        <TextInput
          label={t('book.folder')}
          description={t('book.folderHint')}
          value={draft.folder}
          error={problem('folder')}
          onChange={(event) => setDraft({ ...draft, folder: event.currentTarget.value })}
        />
        <Button
          variant="default"
          leftSection={<IconFolder size={14} />}
          onClick={() => void choose().catch(() => undefined)}
        >
          {t('book.chooseFolder')}
        </Button>
      </div>
      <div>
        <Button type="submit" variant="default" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('book.saveBackups')}
        </Button>
      </div>
      <FormProblem error={save.error ?? chooser.error} />
    </form>
  );
}
