import { useEffect } from 'react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Card } from '../../kit/page';
import { Answered, Note } from '../../kit/states';
import { DefaultsTaken } from './defaults-taken';
import classes from './import.module.css';
import { OwnAccount } from './own-account';
import { Questions } from './questions';
import { ReadingSettings } from './reading-settings';
import { SampleTable } from './sample-table';
import { EvidenceList, SourceName } from './source-line';
import { type FileInHand, isBankTable, type Options, type Recognised, type TableChoice } from './types';
import { WholeList } from './whole-list';

type CheckTableProps = {
  file: FileInHand;
  onSettle: (change: Partial<FileInHand>) => void;
  onReport: (id: string, ready: 'ready' | 'open') => void;
};

/** How a table is read, shown on its first rows. */
export function CheckTable({ file, onSettle, onReport }: CheckTableProps) {
  const { id, path, table } = file;
  const recognised = useAsk('import.recognise', { path, options: table.options }, { meanwhile: 'previous' });
  const data = recognised.error ? undefined : recognised.data;
  const ready = data !== undefined && data.recognition.ambiguities.length === 0 && table.list !== null;
  useEffect(() => onReport(id, ready ? 'ready' : 'open'), [id, ready, onReport]);
  const proposal = data && (data.proposes_whole_list ? 'whole' : 'part');
  // The proposal is taken over once; what a person chose after it stays.
  useEffect(() => {
    if (table.list === null && proposal) onSettle({ table: { ...table, list: proposal } });
  });
  const settle = (change: Partial<TableChoice>) => {
    // A table of the bank goes another way than a table of documents.
    const kind = change.options?.kind;
    const way = kind ? ({ sorted_as: kind === 'bank_lines' ? 'bank' : 'table', kind } as const) : {};
    onSettle({ table: { ...table, ...change }, ...way });
  };
  return (
    <Answered answer={{ ...recognised, data }}>
      {(found) => (
        <>
          <Reading data={found} table={table} onSettle={settle} />
          {isBankTable(file) && (
            <OwnAccount
              columns={found.recognition.columns}
              account={file.bankAccount}
              onAccount={(bankAccount) => onSettle({ bankAccount })}
            />
          )}
        </>
      )}
    </Answered>
  );
}

type ReadingProps = { data: Recognised; table: TableChoice; onSettle: (change: Partial<TableChoice>) => void };

function Reading({ data, table, onSettle }: ReadingProps) {
  const { t, locale } = useWords();
  const { recognition, options } = data;
  const settle = (change: Partial<Options>) => onSettle({ options: { ...options, ...change } });
  const rows = new Intl.NumberFormat(locale).format(recognition.row_count);
  return (
    <div className={classes.reading}>
      <div>
        <SourceName
          file={recognition.file}
          source={recognition.profile === 'generic' ? recognition.format : recognition.profile}
        />
        <p className={classes.summary}>
          {t('import.summary', { rows, kind: t(`import.kind.${recognition.kind}`) })}
          {data.remembered && ` ${t('import.remembered')}`}
        </p>
        <EvidenceList recognition={recognition} />
      </div>
      <Questions recognition={recognition} onSettle={settle} />
      <WholeList data={data} table={table} onSettle={onSettle} />
      <Card>
        <ReadingSettings recognition={recognition} onSettle={settle} />
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
