import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayText, MoneyText } from '../../kit/figures';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page, Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';
import { Agencies } from './agencies';
import { HandOverTag, HandOverView } from './hand-over-view';
import type { HandOver, Status } from './types';

/** What is with agencies and lawyers, and what is proposed to go there. */
export function HandOversPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const found = useAsk('hand_overs.list', { account: null });
  const [opened, setOpened] = useState<number | null>(null);
  const [setup, setSetup] = useState<'open' | 'closed'>('closed');
  const open = useCallback((row: HandOver) => setOpened(row.id), []);
  const showSetup = () => setSetup('open');
  const label = t('handOvers.setup');
  useActions(mode === 'today' ? [{ id: 'handOvers.setup', label, group: 'page', keys: 'e', run: showSetup }] : []);
  const shown = found.data?.hand_overs.find(({ id }) => id === opened);
  return (
    <Page
      layout="fill"
      title={t('shell.page.handOvers')}
      about={t('handOvers.about')}
      actions={
        mode === 'today' && (
          <Button variant="default" onClick={showSetup}>
            {label}
          </Button>
        )
      }
    >
      <Proposals />
      <Answered answer={found}>{(data) => <HandOversGrid rows={data.hand_overs} onOpen={open} />}</Answered>
      <Drawer
        title={shown ? t('handOvers.detail', { number: shown.number }) : ''}
        state={shown ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {shown && <HandOverView key={`${shown.id} ${shown.status}`} of={shown} onDone={() => undefined} />}
      </Drawer>
      <Drawer title={label} state={setup} onClose={() => setSetup('closed')} width="wide">
        {setup === 'open' && <Agencies />}
      </Drawer>
    </Page>
  );
}

/** Customers who had the last letter of a marked sequence; each leads to its page, where the items are handed over. */
function Proposals() {
  const { t } = useWords();
  const navigate = useNavigate();
  const proposed = useAsk('hand_overs.proposals', {});
  const rows = proposed.data?.proposals ?? [];
  if (rows.length === 0) return null;
  const title = t('handOvers.proposals', { count: rows.length });
  return (
    <Section title={title}>
      <Table
        label={title}
        scroll="inside"
        rows={rows}
        keyOf={(row) => String(row.letter_id)}
        onOpen={(row) => void navigate({ to: '/customers/$account', params: { account: row.account } })}
        columns={[
          { id: 'name', header: t('handOvers.customer'), opens: 'yes', cell: (row) => `${row.name} · ${row.account}` },
          { id: 'letter', header: t('handOvers.letter'), cell: (row) => row.letter_no },
          { id: 'on', header: t('handOvers.when'), cell: (row) => <DayText day={row.letter_on} /> },
          {
            id: 'open',
            header: t('handOvers.open'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />,
          },
        ]}
      />
    </Section>
  );
}

function HandOversGrid({ rows, onOpen }: { rows: readonly HandOver[]; onOpen: (row: HandOver) => void }) {
  const { t } = useWords();
  const columns = useMemo(() => handOverColumns(t), [t]);
  const read = useCallback(
    (row: HandOver, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const listing = useLocalListing('hand_overs', rows, read, ['number', 'account', 'name', 'agency']);
  return (
    <DataGrid
      id="hand_overs"
      label={t('shell.page.handOvers')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.id)}
      onOpen={onOpen}
      exportFrom="page"
      empty={<EmptyState title={t('handOvers.emptyTitle')} text={t('handOvers.emptyText')} />}
    />
  );
}

function handOverColumns(t: TFunction): Column<HandOver>[] {
  const currency = (row: HandOver) => row.sums[0]?.currency ?? 'EUR';
  return [
    { id: 'number', kind: 'text', header: t('handOvers.number'), width: 120, value: (row) => row.number },
    { id: 'account', kind: 'text', header: t('handOvers.account'), width: 110, value: (row) => row.account },
    {
      id: 'name',
      kind: 'link',
      header: t('handOvers.customer'),
      fit: 'grow',
      show: 'always',
      value: (row) => row.name,
    },
    { id: 'agency', kind: 'text', header: t('handOvers.agency'), width: 180, value: (row) => row.agency_name },
    {
      id: 'status',
      kind: 'text',
      header: t('handOvers.state'),
      width: 140,
      value: (row) => t(`handOvers.status.${row.status as Status}`),
      render: (row) => <HandOverTag status={row.status} />,
    },
    {
      id: 'amount',
      kind: 'money',
      header: t('handOvers.amount'),
      value: (row) => row.sums[0]?.amount_minor ?? 0,
      currency,
    },
    {
      id: 'recovered',
      kind: 'money',
      header: t('handOvers.recovered'),
      value: (row) => row.sums[0]?.recovered_minor ?? 0,
      currency,
    },
    {
      id: 'commission',
      kind: 'money',
      header: t('handOvers.commission'),
      value: (row) => row.sums[0]?.commission_minor ?? 0,
      currency,
    },
    { id: 'prepared_on', kind: 'day', header: t('handOvers.preparedOn'), width: 130, value: (row) => row.prepared_on },
    { id: 'ended_on', kind: 'day', header: t('handOvers.endedOn'), width: 130, value: (row) => row.ended_on },
  ];
}
