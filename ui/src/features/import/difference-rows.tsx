import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import type { SortBy } from '../../data/listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Answered } from '../../kit/states';
import { Table, type TableColumn } from '../../kit/table';
import { FieldChanges, useRecordName } from './field-changes';
import classes from './import.module.css';
import { Pager } from './pager';
import { useRejectReason } from './rejected-table';
import type { PreviewRow, RowChange } from './types';

/** Rows of one page: few enough to draw at once, whatever the size of the file. */
const PAGE_ROWS = 100;

/** Every row of one kind of change, page by page. */
export function DifferenceRows({ handle, change }: { handle: number; change: RowChange }) {
  const { t } = useWords();
  const [offset, setOffset] = useState(0);
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<SortBy | null>(null);
  const wanted = useDeferredValue(search).trim();
  const request = { handle, change, offset, limit: PAGE_ROWS, search: wanted, ...(sort ? { sort } : {}) };
  const page = useAsk('import.preview_rows', request, { meanwhile: 'previous' });
  const columns = useColumns(change);
  return (
    <>
      <TextInput
        className={classes.rowSearch}
        aria-label={t('import.searchRows')}
        placeholder={t('import.searchRows')}
        leftSection={<IconSearch size={14} />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setOffset(0);
        }}
      />
      <Answered answer={page}>
        {({ rows, total }) =>
          total === 0 && wanted !== '' ? (
            <p className={classes.noRows}>{t('kit.noHits')}</p>
          ) : (
            <>
              <Table
                sort={{
                  by: sort,
                  onSort: (by) => {
                    setSort(by);
                    setOffset(0);
                  },
                }}
                label={t(`import.changeKind.${change}`)}
                rows={rows}
                keyOf={(row) => `${row.file} ${row.line} ${row.record} ${row.key} ${row.rejected?.column ?? ''}`}
                columns={columns}
              />
              <Pager offset={offset} size={PAGE_ROWS} total={total} onOffset={setOffset} />
            </>
          )
        }
      </Answered>
    </>
  );
}

function useColumns(change: RowChange): TableColumn<PreviewRow>[] {
  const { t } = useWords();
  const recordName = useRecordName();
  const reason = useRejectReason();
  const place: TableColumn<PreviewRow>[] = [
    { id: 'file', sorts: 'yes', header: t('import.file'), cell: (row) => row.file },
    {
      id: 'line',
      sorts: 'yes',
      header: t('import.line'),
      align: 'right',
      cell: (row) => (row.line > 0 ? row.line : ''),
    },
  ];
  if (change === 'rejected') {
    return [
      ...place,
      {
        id: 'column',
        header: t('import.columnHeading'),
        cell: ({ rejected: row }) => row?.heading ?? row?.column ?? '',
      },
      {
        id: 'value',
        header: t('import.value'),
        cell: ({ rejected: row }) => <code className={classes.value}>{row?.value}</code>,
      },
      { id: 'reason', header: t('import.reason'), cell: ({ rejected: row }) => (row ? reason(row) : '') },
      {
        id: 'raw',
        header: t('import.wholeRow'),
        cell: ({ rejected: row }) => <code className={classes.value}>{row?.raw.join(' | ')}</code>,
      },
    ];
  }
  const record: TableColumn<PreviewRow>[] = [
    { id: 'record', header: t('import.record'), cell: (row) => recordName(row.record) },
    { id: 'key', sorts: 'yes', header: t('import.key'), cell: (row) => row.key },
    { id: 'account', sorts: 'yes', header: t('import.account'), cell: (row) => row.account },
    {
      id: 'amount',
      sorts: 'yes',
      header: t(change === 'disappeared' ? 'import.wasOpen' : 'import.amount'),
      align: 'right',
      cell: (row) =>
        row.amount_minor !== null && row.currency !== null ? (
          <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
        ) : null,
    },
  ];
  const fields: TableColumn<PreviewRow> = {
    id: 'fields',
    header: t('import.fields'),
    cell: (row) => <FieldChanges row={row} />,
  };
  // A list has no line for what it lacks.
  return change === 'disappeared' ? [...record, fields] : [...place, ...record, fields];
}
