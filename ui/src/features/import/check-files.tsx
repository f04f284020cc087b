import { Tabs } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import type { Day } from '../../kit/format/day';
import { Card } from '../../kit/page';
import { Answered, Note } from '../../kit/states';
import { DefaultsTaken } from './defaults-taken';
import classes from './import.module.css';
import { Questions } from './questions';
import { ReadingSettings } from './reading-settings';
import { SampleTable } from './sample-table';
import { type FileInHand, nameOf, type Options, type Recognised } from './types';

type CheckFilesProps = {
  files: readonly FileInHand[];
  onChange: (files: readonly FileInHand[]) => void;
  /** Which files are not ready: on their way, refused, or with an open question. */
  onUnread: (update: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
} & OpenOn;

/** The day of which open amounts in the files are. */
type OpenOn = { openOn: Day; onOpenOn: (day: Day) => void };

/** How each file is read, shown on its first rows, to be corrected. */
export function CheckFiles({ files, onChange, onUnread, ...open }: CheckFilesProps) {
  const [shown, setShown] = useState(files[0]?.path ?? '');
  const settle = (path: string, options: Options) =>
    onChange(files.map((file) => (file.path === path ? { ...file, options } : file)));
  const report = useCallback(
    (path: string, ready: 'ready' | 'open') =>
      onUnread((before) => {
        const next = new Set(before);
        if (ready === 'ready') next.delete(path);
        else next.add(path);
        return next;
      }),
    [onUnread],
  );
  if (files.length === 1 && files[0]) {
    return <CheckFile file={files[0]} onSettle={settle} onReport={report} {...open} />;
  }
  return (
    <Tabs value={shown} onChange={(value) => value && setShown(value)} keepMounted>
      <Tabs.List>
        {files.map((file) => (
          <Tabs.Tab key={file.path} value={file.path}>
            {nameOf(file.path)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {files.map((file) => (
        <Tabs.Panel key={file.path} value={file.path} pt="md">
          <CheckFile file={file} onSettle={settle} onReport={report} {...open} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

type CheckFileProps = {
  file: FileInHand;
  onSettle: (path: string, options: Options) => void;
  onReport: (path: string, ready: 'ready' | 'open') => void;
} & OpenOn;

function CheckFile({ file, onSettle, onReport, ...open }: CheckFileProps) {
  const recognised = useAsk('import.recognise', { path: file.path, options: file.options }, { meanwhile: 'previous' });
  const ready = recognised.data && !recognised.error && recognised.data.recognition.ambiguities.length === 0;
  useEffect(() => onReport(file.path, ready ? 'ready' : 'open'), [file.path, ready, onReport]);
  return (
    <Answered answer={{ ...recognised, data: recognised.error ? undefined : recognised.data }}>
      {(data) => <Reading data={data} onSettle={(options) => onSettle(file.path, options)} {...open} />}
    </Answered>
  );
}

type ReadingProps = { data: Recognised; onSettle: (options: Options) => void } & OpenOn;

function Reading({ data, onSettle, openOn, onOpenOn }: ReadingProps) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const { recognition, options } = data;
  const settle = (change: Partial<Options>) => onSettle({ ...options, ...change });
  const rows = new Intl.NumberFormat(locale).format(recognition.row_count);
  return (
    <div className={classes.reading}>
      <p className={classes.summary}>
        <strong>{recognition.file}</strong> {t('import.summary', { rows, kind: t(`import.kind.${recognition.kind}`) })}
        {data.remembered && ` ${t('import.remembered')}`}
      </p>
      <Questions recognition={recognition} onSettle={settle} />
      <Card>
        <ReadingSettings recognition={recognition} onSettle={settle} />
        {recognition.columns.some(({ field }) => field === 'open_amount' || field === 'open_amount_minor') && (
          <div className={classes.openOn}>
            <DayField
              label={t('import.openOn')}
              description={t('import.openOnHint')}
              value={openOn}
              today={state.today}
              max={state.today}
              onChange={(day) => day && onOpenOn(day)}
            />
          </div>
        )}
      </Card>
      <TwoWayDates recognition={recognition} />
      <SampleTable recognition={recognition} options={options} onSettle={settle} />
      <DefaultsTaken defaults={recognition.defaults} />
    </div>
  );
}

/** Dates that could be read the other way round, and what settled it: only of columns that are taken. */
function TwoWayDates({ recognition }: { recognition: Recognised['recognition'] }) {
  const { t } = useWords();
  const taken = (column: number) => recognition.columns.some((other) => other.index === column && other.field !== null);
  const columns = recognition.two_way_dates.filter((dates) => dates.differing > 0 && taken(dates.column));
  if (columns.length === 0 || recognition.ambiguities.length > 0) return null;
  return (
    <Note>
      {columns.map((dates) => (
        <p key={dates.column}>{t('import.twoWay', { count: dates.differing, heading: dates.heading })}</p>
      ))}
      <p>{t('import.twoWaySettled', { order: t(`import.order.${recognition.date_order ?? 'dmy'}`) })}</p>
    </Note>
  );
}
