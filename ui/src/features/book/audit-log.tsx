import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { formatInstant } from '../../kit/format/day';
import { Answered } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './book.module.css';

type AuditPage = ResponseOf<'audit.list'>;

/** Every act with its person, newest first; older ones on request. */
export function AuditLog() {
  const { t, locale } = useWords();
  const log = useInfiniteQuery<AuditPage, RefusedError, AuditPage[], string[], number | null>({
    queryKey: ['audit.list'],
    queryFn: async ({ pageParam }) => (await send('audit.list', { before: pageParam })).ok,
    initialPageParam: null,
    getNextPageParam: (page) => page.rows.at(-1)?.act,
    select: ({ pages }) => pages,
    // The log grows with every act, whatever the act's tags are.
    staleTime: 0,
  });
  return (
    <Answered answer={log}>
      {(pages) => (
        <>
          <Table
            label={t('book.audit')}
            rows={pages.flatMap((page) => page.rows)}
            keyOf={(row) => String(row.act)}
            columns={[
              { id: 'at', header: t('book.at'), cell: (row) => formatInstant(row.at, locale) },
              { id: 'user', header: t('book.user'), cell: (row) => row.user },
              {
                id: 'command',
                header: t('book.command'),
                cell: (row) => <code className={classes.code}>{row.command}</code>,
              },
              { id: 'object', header: t('book.object'), cell: (row) => `${row.object} ${row.key}`.trim() },
              {
                id: 'changes',
                header: t('book.changes'),
                cell: (row) => <code className={classes.code}>{shortened(row.changes)}</code>,
              },
              { id: 'reason', header: t('book.reason'), cell: (row) => row.reason ?? '' },
            ]}
          />
          {log.hasNextPage && (
            <div>
              <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                {t('book.older')}
              </Button>
            </div>
          )}
        </>
      )}
    </Answered>
  );
}

const SHORT = 140;

function shortened(changes: unknown): string {
  const text = JSON.stringify(changes);
  if (text === '{}') return '';
  return text.length > SHORT ? `${text.slice(0, SHORT)} …` : text;
}
