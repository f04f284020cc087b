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
                cell: (row) => <Changes changes={row.changes} />,
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

/** As many are read at a glance; the others are a click away. */
const AT_A_GLANCE = 4;

/** What an act changed, name by name. What has parts of its own is shown on request, as it stands in the log. */
function Changes({ changes }: { changes: unknown }) {
  const { t, locale } = useWords();
  const facts = factsOf(changes, locale);
  if (facts.length === 0) return null;
  const plain = facts.filter((fact) => fact.value !== null).slice(0, AT_A_GLANCE);
  return (
    <>
      {plain.map(({ name, value }) => (
        <div key={name} className={classes.fact}>
          <span className={classes.factName}>{name}</span> {value}
        </div>
      ))}
      {plain.length < facts.length && (
        <details>
          <summary>{t('book.allChanges')}</summary>
          <pre className={classes.whole}>{JSON.stringify(changes, null, 2)}</pre>
        </details>
      )}
    </>
  );
}

/** Names and values; a value of parts is `null`. */
function factsOf(changes: unknown, locale: string): { name: string; value: string | null }[] {
  if (typeof changes !== 'object' || changes === null) return [];
  return Object.entries(changes).map(([key, value]) => ({
    name: key.replaceAll('_', ' '),
    value: plainly(value, locale),
  }));
}

function plainly(value: unknown, locale: string): string | null {
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { useGrouping: false }).format(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '✓' : '–';
  return value === null ? '–' : null;
}
