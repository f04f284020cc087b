import { Button, SegmentedControl } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { useWriteOffReason } from '../../kit/write-off-words';
import { DecideMarked, type Marked, MarkedWriteOffs } from './marked-acts';
import { WriteOffSetup } from './setup';
import { type Open, type Row, STATUSES, type Status } from './types';
import { StatusTag, WriteOffView } from './write-off-view';

type Show = 'waiting' | 'posted' | 'all';
const SHOWS: Record<Show, Status[]> = { waiting: ['draft', 'approved'], posted: ['posted'], all: [] };

/** What was written off, what waits for it, and what came in on it later. */
export function WriteOffsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const asked = (useSearch({ strict: false }) as { show?: Show }).show;
  const [show, setShow] = useState<Show>(asked && asked in SHOWS ? asked : 'all');
  const [opened, setOpened] = useState<number | null>(null);
  const [setup, setSetup] = useState<'open' | 'closed'>('closed');
  const [marked, setMarked] = useState<Marked | null>(null);
  const listing = useListing('write_offs.list', 'write_offs.page', { account: null, status: SHOWS[show] });
  const columns = useColumns();
  const label = t('writeOffs.setup');
  const showSetup = () => setSetup('open');
  useActions([
    ...(Object.keys(SHOWS) as Show[]).map((value, at) => ({
      id: `writeOffs.${value}`,
      label: t(`writeOffs.show.${value}`),
      group: 'page' as const,
      keys: String(at + 1),
      run: () => setShow(value),
    })),
    ...(mode === 'today' ? [{ id: 'writeOffs.setup', label, group: 'page' as const, keys: 'e', run: showSetup }] : []),
  ]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.writeOffs')}
      about={t('writeOffs.about')}
      actions={
        mode === 'today' && (
          <Button variant="default" onClick={showSetup}>
            {label}
          </Button>
        )
      }
    >
      <DataGrid
        id="write_offs"
        label={t('shell.page.writeOffs')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.row_id}
        totalsOf={totalsOf}
        onOpen={(row) => setOpened(row.write_off_id)}
        exportFrom="write_offs.export"
        acts={mode === 'past' ? undefined : (picked) => <MarkedWriteOffs picked={picked} onStart={setMarked} />}
        tools={
          <SegmentedControl
            aria-label={t('writeOffs.which')}
            value={show}
            onChange={(value) => setShow(value as Show)}
            data={(Object.keys(SHOWS) as Show[]).map((value) => ({ value, label: t(`writeOffs.show.${value}`) }))}
          />
        }
        empty={<EmptyState title={t('writeOffs.emptyTitle')} text={t('writeOffs.emptyText')} />}
      />
      {opened !== null && <Opened id={opened} onClose={() => setOpened(null)} />}
      <Drawer
        title={marked ? t(`writeOffs.${marked.step}`) : ''}
        state={marked ? 'open' : 'closed'}
        onClose={() => setMarked(null)}
        width="wide"
      >
        {marked && <DecideMarked key={marked.step} marked={marked} onDone={() => setMarked(null)} />}
      </Drawer>
      <Drawer title={label} state={setup} onClose={() => setSetup('closed')} width="wide">
        {setup === 'open' && <WriteOffSetup />}
      </Drawer>
    </Page>
  );
}

function Opened({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useWords();
  const found = useAsk('write_offs.show', { write_off_id: id }, { meanwhile: 'previous' });
  const title = found.data ? t('writeOffs.detail', { number: found.data.number }) : '';
  return (
    <Drawer title={title} state="open" onClose={onClose} width="wide">
      <Answered answer={found}>{(data) => <WriteOffView key={`${data.id} ${data.status}`} of={data} />}</Answered>
    </Drawer>
  );
}

function totalsOf(open: Open) {
  return open.totals.map(({ currency, gross_minor, recovered_minor, net_minor }) => ({
    currency,
    figures: { gross: gross_minor, recovered: recovered_minor, net: net_minor },
  }));
}

function useColumns(): Column<Row>[] {
  const { t } = useWords();
  const reason = useWriteOffReason();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words of reasons change with the language only, as `t` does.
  return useMemo(() => {
    const currency = (row: Row) => row.currency;
    return [
      {
        id: 'number',
        kind: 'link',
        header: t('writeOffs.number'),
        width: 120,
        show: 'always',
        value: (row) => row.number,
      },
      { id: 'account', kind: 'text', header: t('orders.account'), width: 100, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('orders.name'), fit: 'grow', value: (row) => row.name },
      {
        id: 'status',
        kind: 'text',
        header: t('writeOffs.state'),
        width: 150,
        value: (row) => t(`writeOffs.status.${row.status}`),
        render: (row) => <StatusTag status={row.status} />,
        choices: STATUSES.map((value) => ({ value, label: t(`writeOffs.status.${value}`) })),
      },
      { id: 'on', kind: 'day', header: t('writeOffs.on'), width: 112, value: (row) => row.on },
      {
        id: 'reason',
        kind: 'text',
        header: t('writeOffs.reason'),
        width: 150,
        filter: 'no',
        value: (row) => reason(row.reason),
      },
      { id: 'currency', kind: 'text', header: t('orders.currency'), width: 80, value: currency },
      { id: 'gross', kind: 'money', header: t('writeOffs.gross'), value: (row) => row.gross_minor, currency },
      {
        id: 'recovered',
        kind: 'money',
        header: t('writeOffs.recovered'),
        value: (row) => row.recovered_minor,
        currency,
      },
      {
        id: 'net',
        kind: 'money',
        header: t('writeOffs.net'),
        sort: 'no',
        filter: 'no',
        value: (row) => row.net_minor,
        currency,
      },
    ];
  }, [t]);
}
