import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { formatInstant } from '../../kit/format/day';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { HistoryEntry } from './history-entry';
import { useSourceName } from './source-line';
import type { ImportAct } from './types';

/** The book gives so many imports at once. */
const PAGE = 200;

/** Every import with its counts, one entry for everything that was dropped at once. */
export function ImportHistoryPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  // Where each page before the shown one began; the newest page begins nowhere.
  const [before, setBefore] = useState<readonly number[]>([]);
  const last = before.at(-1);
  const history = useAsk('import.history', last === undefined ? {} : { before: last });
  const [opened, setOpened] = useState<number | null>(null);
  const shown = history.data?.imports.find((act) => act.act_id === opened);
  const toImport = () => void navigate({ to: '/import' });
  useActions([{ id: 'history.import', label: t('shell.page.import'), group: 'page', keys: 'n', run: toImport }]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.importHistory')}
      about={t('import.historyAbout')}
      actions={
        <Button variant="default" leftSection={<IconFileImport size={15} />} onClick={toImport}>
          {t('shell.page.import')}
        </Button>
      }
    >
      <Answered answer={history}>
        {({ imports }) =>
          imports.length === 0 && before.length === 0 ? (
            <EmptyState
              title={t('import.noHistoryTitle')}
              text={t('import.noHistoryText')}
              action={<Button onClick={toImport}>{t('shell.page.import')}</Button>}
            />
          ) : (
            <HistoryGrid
              imports={imports}
              onOpen={(act) => setOpened(act.act_id)}
              onOlder={imports.length < PAGE ? null : () => setBefore([...before, imports.at(-1)?.act_id ?? 0])}
              onNewer={before.length === 0 ? null : () => setBefore(before.slice(0, -1))}
            />
          )
        }
      </Answered>
      <Drawer
        title={shown ? namesOf(shown) : ''}
        state={shown ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {shown && <HistoryEntry act={shown} />}
      </Drawer>
    </Page>
  );
}

function namesOf(act: ImportAct): string {
  return act.batches.map((batch) => batch.file_name).join(', ');
}

type HistoryGridProps = {
  imports: readonly ImportAct[];
  onOpen: (act: ImportAct) => void;
  onOlder: (() => void) | null;
  onNewer: (() => void) | null;
};

function HistoryGrid({ imports, onOpen, onOlder, onNewer }: HistoryGridProps) {
  const { t, locale } = useWords();
  const sourceName = useSourceName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names change with the language only, as `t` does.
  const columns = useMemo(() => historyColumns(t, locale, sourceName), [t, locale]);
  const read = useCallback(
    (act: ImportAct, id: string) => columns.find((column) => column.id === id)?.value(act),
    [columns],
  );
  const listing = useLocalListing('imports', imports, read, ['files', 'user', 'source']);
  return (
    <DataGrid
      id="imports"
      label={t('shell.page.importHistory')}
      listing={listing}
      columns={columns}
      idOf={(act) => act.act_id}
      onOpen={onOpen}
      exportFrom="page"
      tools={
        <>
          {onNewer && (
            <Button variant="default" onClick={onNewer}>
              {t('imports.newer')}
            </Button>
          )}
          {onOlder && (
            <Button variant="default" onClick={onOlder}>
              {t('imports.older')}
            </Button>
          )}
        </>
      }
      empty={null}
    />
  );
}

/** The names that a set of files has, each once. */
function each(act: ImportAct, name: (batch: ImportAct['batches'][number]) => string): string {
  return [...new Set(act.batches.map(name))].filter(Boolean).join(', ');
}

function historyColumns(t: TFunction, locale: string, sourceName: (source: string) => string): Column<ImportAct>[] {
  const counts = ['read', 'new', 'changed', 'unchanged', 'disappeared', 'rejected'] as const;
  const state = (act: ImportAct) => t(act.undone_at === null ? 'imports.stands' : 'imports.undone');
  const word = t as unknown as (key: string, args: { defaultValue: string }) => string;
  return [
    {
      id: 'at',
      kind: 'text',
      header: t('import.at'),
      width: 160,
      filter: 'no',
      value: (act) => act.at,
      render: (act) => formatInstant(act.at, locale),
    },
    { id: 'files', kind: 'link', header: t('import.files'), fit: 'grow', show: 'always', value: namesOf },
    {
      id: 'kind',
      kind: 'text',
      header: t('import.kindLabel'),
      width: 170,
      value: (act) => each(act, ({ kind }) => word(`import.batchKind.${kind}`, { defaultValue: kind })),
    },
    {
      id: 'source',
      kind: 'text',
      header: t('import.sourceColumn'),
      width: 170,
      show: 'on_request',
      value: (act) => each(act, ({ source }) => sourceName(source)),
    },
    { id: 'user', kind: 'text', header: t('import.by'), width: 110, value: (act) => act.user },
    {
      id: 'to',
      kind: 'day',
      header: t('import.factsToColumn'),
      width: 120,
      show: 'on_request',
      value: (act) =>
        act.batches.reduce<string | null>((last, { facts_to: to }) => (to && to > (last ?? '') ? to : last), null),
    },
    ...counts.map<Column<ImportAct>>((count) => ({
      id: count,
      kind: 'count',
      header: t(`import.count.${count}`),
      width: 100,
      // What an import changed is read at a glance; the rest is one choice away.
      show: count === 'new' || count === 'changed' || count === 'rejected' ? 'initially' : 'on_request',
      value: (act) => act.batches.reduce((sum, batch) => sum + (batch.counts[count] ?? 0), 0),
    })),
    {
      id: 'state',
      kind: 'text',
      header: t('imports.state'),
      width: 120,
      choices: (['imports.stands', 'imports.undone'] as const).map((key) => ({ value: t(key), label: t(key) })),
      value: state,
      render: (act) =>
        act.undone_at === null ? (
          state(act)
        ) : (
          <Tag tone="plain" sign="↶">
            {state(act)}
          </Tag>
        ),
    },
  ];
}
