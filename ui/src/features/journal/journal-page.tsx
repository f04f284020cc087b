import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconFileExport, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { EmptyState, Note } from '../../kit/states';
import { EntryDrawer } from './entry-view';
import { ExportForm } from './export-form';
import { Exports } from './exports';
import { type Exported, KINDS, type Kind, type Open, type Row } from './types';

type Show = Exported | 'exports';
const SHOWS: readonly Show[] = ['any', 'waiting', 'done', 'exports'];

/** Every posting of the book as balanced lines, and the files for the accounting package. */
export function LedgerJournalPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  // Whoever comes from a customer comes for its entries, and from a write-off for one entry.
  const asked = useSearch({ strict: false }) as { account?: string; entry?: number };
  const [show, setShow] = useState<Show>('any');
  const [exporting, setExporting] = useState<'open' | 'closed'>('closed');
  const [said, setSaid] = useState<string | null>(null);
  const open = (entry: number | undefined) =>
    void navigate({
      to: '/journal',
      search: { ...(asked.account && { account: asked.account }), ...(entry && { entry }) } as never,
    });
  const start = () => setExporting('open');
  const label = t('journal.export');
  useActions([
    ...SHOWS.map((value, at) => ({
      id: `journal.${value}`,
      label: t(`journal.show.${value}`),
      group: 'page' as const,
      keys: String(at + 1),
      run: () => setShow(value),
    })),
    ...(mode === 'today' ? [{ id: 'journal.export', label, group: 'page' as const, keys: 'e', run: start }] : []),
  ]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.journal')}
      about={t('journal.about')}
      actions={
        <Button leftSection={<IconFileExport size={14} />} disabled={mode === 'past'} onClick={start}>
          {label}
        </Button>
      }
    >
      {said && <Note tone="good">{said}</Note>}
      <div>
        <SegmentedControl
          aria-label={t('journal.which')}
          value={show}
          onChange={(value) => setShow(value as Show)}
          data={SHOWS.map((value) => ({ value, label: t(`journal.show.${value}`) }))}
        />{' '}
        {asked.account && (
          <span>
            {t('journal.ofCustomer', { account: asked.account })}
            <ActionIcon
              variant="transparent"
              size="xs"
              aria-label={t('kit.removeFilter', { filter: asked.account })}
              onClick={() => void navigate({ to: '/journal' })}
            >
              <IconX size={12} />
            </ActionIcon>
          </span>
        )}
      </div>
      {show === 'exports' ? (
        <Exports />
      ) : (
        <Entries exported={show} account={asked.account ?? null} onOpen={(row) => open(row.journal_entry_id)} />
      )}
      {asked.entry !== undefined && <EntryDrawer id={asked.entry} onOpen={open} onClose={() => open(undefined)} />}
      <Drawer title={label} state={exporting} onClose={() => setExporting('closed')} width="wide">
        {exporting === 'open' && (
          <ExportForm
            onCancel={() => setExporting('closed')}
            onDone={(words) => {
              setSaid(words);
              setExporting('closed');
            }}
          />
        )}
      </Drawer>
    </Page>
  );
}

type EntriesProps = { exported: Exported; account: string | null; onOpen: (row: Row) => void };

function Entries({ exported, account, onOpen }: EntriesProps) {
  const { t } = useWords();
  const listing = useListing('journal.list', 'journal.page', {
    account,
    first_on: null,
    last_on: null,
    kinds: [],
    exported,
    export_id: null,
  });
  const columns = useColumns();
  return (
    <DataGrid
      id="journal"
      label={t('shell.page.journal')}
      listing={listing}
      columns={columns}
      idOf={(row) => row.journal_entry_id}
      totalsOf={totalsOf}
      onOpen={onOpen}
      exportFrom="journal.list_export"
      empty={<EmptyState title={t('journal.emptyTitle')} text={t('journal.emptyText')} />}
    />
  );
}

function totalsOf(open: Open) {
  return open.totals.map(({ currency, amount_minor }) => ({ currency, figures: { amount: amount_minor } }));
}

function useColumns(): Column<Row>[] {
  const { t } = useWords();
  return useMemo(() => {
    const currency = (row: Row) => row.currency;
    return [
      {
        id: 'number',
        kind: 'link',
        header: t('journal.number'),
        width: 124,
        show: 'always',
        value: (row) => row.number,
      },
      { id: 'posting_on', kind: 'day', header: t('journal.on'), width: 112, value: (row) => row.posting_on },
      {
        id: 'kind',
        kind: 'text',
        header: t('journal.kind'),
        width: 170,
        value: (row) =>
          row.corrected
            ? t('journal.correctedKind', { kind: t(`journal.kindName.${row.kind as Kind}`) })
            : t(`journal.kindName.${row.kind as Kind}`),
        choices: KINDS.map((value) => ({ value, label: t(`journal.kindName.${value}`) })),
      },
      { id: 'account', kind: 'text', header: t('orders.account'), width: 100, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('orders.name'), fit: 'grow', value: (row) => row.name },
      { id: 'document_no', kind: 'text', header: t('journal.document'), width: 130, value: (row) => row.document_no },
      { id: 'text', kind: 'text', header: t('journal.text'), width: 240, value: (row) => row.text },
      { id: 'currency', kind: 'text', header: t('orders.currency'), width: 80, value: currency },
      { id: 'amount', kind: 'money', header: t('journal.amount'), value: (row) => row.amount_minor, currency },
      { id: 'exported_on', kind: 'day', header: t('journal.exportedOn'), width: 130, value: (row) => row.exported_on },
    ];
  }, [t]);
}
