import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import { RejectedTable } from './rejected-table';
import type { FileKind } from './types';

type Batch = ResponseOf<'import.batches'>['batches'][number];

/** Every import with its counts; opening one shows the rows that it did not take. */
export function ImportHistoryPage() {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const batches = useAsk('import.batches', {});
  const [shown, setShown] = useState<Batch | null>(null);
  const number = new Intl.NumberFormat(locale);
  return (
    <Page title={t('shell.page.importHistory')} about={t('import.historyAbout')}>
      <Answered answer={batches}>
        {({ batches: all }) =>
          all.length === 0 ? (
            <EmptyState
              title={t('import.noHistoryTitle')}
              text={t('import.noHistoryText')}
              action={<Button onClick={() => void navigate({ to: '/import' })}>{t('shell.page.import')}</Button>}
            />
          ) : (
            <Table
              label={t('shell.page.importHistory')}
              rows={all}
              keyOf={(batch) => String(batch.id)}
              onOpen={setShown}
              columns={[
                { id: 'at', header: t('import.at'), cell: (batch) => formatInstant(batch.at, locale) },
                { id: 'file', header: t('import.file'), opens: 'yes', cell: (batch) => batch.file_name },
                {
                  id: 'kind',
                  header: t('import.kindLabel'),
                  cell: (batch) => t(`import.kind.${batch.kind as FileKind}`),
                },
                { id: 'user', header: t('import.by'), cell: (batch) => batch.user },
                { id: 'to', header: t('import.factsToColumn'), cell: (batch) => <DayText day={batch.facts_to} /> },
                {
                  id: 'read',
                  header: t('import.count.read'),
                  align: 'right',
                  cell: (batch) => number.format(batch.counts.read),
                },
                {
                  id: 'new',
                  header: t('import.count.new'),
                  align: 'right',
                  cell: (batch) => number.format(batch.counts.new),
                },
                {
                  id: 'changed',
                  header: t('import.count.changed'),
                  align: 'right',
                  cell: (batch) => number.format(batch.counts.changed),
                },
                {
                  id: 'unchanged',
                  header: t('import.count.unchanged'),
                  align: 'right',
                  cell: (batch) => number.format(batch.counts.unchanged),
                },
                {
                  id: 'rejected',
                  header: t('import.count.rejected'),
                  align: 'right',
                  cell: (batch) => number.format(batch.counts.rejected),
                },
              ]}
            />
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
