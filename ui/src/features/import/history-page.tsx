import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatInstant } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { RejectedTable } from './rejected-table';
import { FILE_KINDS, type FileKind } from './types';

type Batch = ResponseOf<'import.batches'>['batches'][number];

/** Every import with its counts; opening one shows the rows that it did not take. */
export function ImportHistoryPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const batches = useAsk('import.batches', {});
  const [shown, setShown] = useState<Batch | null>(null);
  return (
    <Page layout="fill" title={t('shell.page.importHistory')} about={t('import.historyAbout')}>
      <Answered answer={batches}>
        {({ batches: all }) =>
          all.length === 0 ? (
            <EmptyState
              title={t('import.noHistoryTitle')}
              text={t('import.noHistoryText')}
              action={<Button onClick={() => void navigate({ to: '/import' })}>{t('shell.page.import')}</Button>}
            />
          ) : (
            <HistoryGrid batches={all} onOpen={setShown} />
          )
        }
      </Answered>
      <Drawer
        title={shown?.file_name ?? ''}
        state={shown ? 'open' : 'closed'}
        onClose={() => setShown(null)}
        width="wide"
      >
        {shown && <Rejections batch={shown} />}
      </Drawer>
    </Page>
  );
}

function HistoryGrid({ batches, onOpen }: { batches: readonly Batch[]; onOpen: (batch: Batch) => void }) {
  const { t, locale } = useWords();
  const columns = useMemo(() => historyColumns(t, locale), [t, locale]);
  const read = useCallback(
    (batch: Batch, id: string) => columns.find((column) => column.id === id)?.value(batch),
    [columns],
  );
  const listing = useLocalListing('imports', batches, read, ['file', 'user']);
  return (
    <DataGrid
      id="imports"
      label={t('shell.page.importHistory')}
      listing={listing}
      columns={columns}
      idOf={(batch) => batch.id}
      onOpen={onOpen}
      exportFrom="page"
      empty={null}
    />
  );
}

function historyColumns(t: TFunction, locale: string): Column<Batch>[] {
  const kinds = FILE_KINDS.map((kind) => ({ value: t(`import.kind.${kind}`), label: t(`import.kind.${kind}`) }));
  const counts = ['read', 'new', 'changed', 'unchanged', 'rejected'] as const;
  return [
    {
      id: 'at',
      kind: 'text',
      header: t('import.at'),
      width: 160,
      filter: 'no',
      value: (batch) => batch.at,
      render: (batch) => formatInstant(batch.at, locale),
    },
    {
      id: 'file',
      kind: 'link',
      header: t('import.file'),
      fit: 'grow',
      show: 'always',
      value: (batch) => batch.file_name,
    },
    {
      id: 'kind',
      kind: 'text',
      header: t('import.kindLabel'),
      width: 180,
      choices: kinds,
      value: (batch) => t(`import.kind.${batch.kind as FileKind}`),
    },
    { id: 'user', kind: 'text', header: t('import.by'), width: 130, value: (batch) => batch.user },
    { id: 'to', kind: 'day', header: t('import.factsToColumn'), width: 120, value: (batch) => batch.facts_to },
    ...counts.map<Column<Batch>>((count) => ({
      id: count,
      kind: 'count',
      header: t(`import.count.${count}`),
      width: 110,
      value: (batch) => batch.counts[count],
    })),
  ];
}

function Rejections({ batch }: { batch: Batch }) {
  const { t } = useWords();
  const rejections = useAsk('import.rejections', { batch_id: batch.id });
  return (
    <Answered answer={rejections}>
      {({ rows }) =>
        rows.length === 0 ? (
          <EmptyState title={t('import.allTakenTitle')} text={t('import.allTakenText')} />
        ) : (
          <RejectedTable rows={rows} />
        )
      }
    </Answered>
  );
}
