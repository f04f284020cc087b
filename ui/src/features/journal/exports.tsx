import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Answered, EmptyState, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';

/** Files that were written; each can be written again as it was. */
export function Exports() {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const found = useAsk('journal.exports', {});
  const folder = useAct('dialog.folder');
  const again = useAct('journal.export_again');
  const [said, setSaid] = useState<string | null>(null);
  const error = folder.error ?? again.error;
  const run = async (export_id: number) => {
    const { path } = await folder.mutateAsync({});
    if (path === null) return;
    const done = await again.mutateAsync({ export_id, folder: path });
    setSaid(t('journal.writtenAgain', { path: done.path }));
  };
  return (
    <>
      {error && <Problem error={error} />}
      {said && <Note tone="good">{said}</Note>}
      <Answered answer={found}>
        {({ exports }) =>
          exports.length === 0 ? (
            <EmptyState title={t('journal.noExportsTitle')} text={t('journal.noExportsText')} />
          ) : (
            <Table
              label={t('journal.show.exports')}
              rows={exports}
              scroll="inside"
              keyOf={(row) => String(row.export_id)}
              columns={[
                { id: 'file', header: t('journal.file'), cell: (row) => row.file_name },
                { id: 'format', header: t('journal.format'), cell: (row) => t(`journal.formatName.${row.format}`) },
                { id: 'at', header: t('journal.at'), cell: (row) => formatInstant(row.exported_at, locale) },
                { id: 'by', header: t('journal.by'), cell: (row) => row.user },
                { id: 'first', header: t('journal.firstOn'), cell: (row) => <DayText day={row.first_on} /> },
                { id: 'last', header: t('journal.lastOn'), cell: (row) => <DayText day={row.last_on} /> },
                { id: 'entries', header: t('journal.entries'), align: 'right', cell: (row) => row.entries },
                {
                  id: 'sums',
                  header: t('journal.amount'),
                  align: 'right',
                  cell: (row) =>
                    row.sums.map((sum) => (
                      <div key={sum.currency}>
                        <MoneyText money={{ minor: sum.debits_minor, currency: sum.currency }} showCurrency="yes" />
                      </div>
                    )),
                },
                {
                  id: 'again',
                  header: '',
                  cell: (row) => (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      disabled={mode === 'past'}
                      loading={again.isPending}
                      onClick={() => void run(row.export_id).catch(() => undefined)}
                    >
                      {t('journal.writeAgain')}
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Answered>
    </>
  );
}
