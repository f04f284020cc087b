import { Button, SegmentedControl } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { usePool } from '../../data/pool';
import { leaveTrail } from '../../data/trail';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { copyColumn } from '../../kit/copies';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { type ForCases, NewCasesButton, NewCasesDrawer } from '../../kit/new-cases-of-rows';
import { Page } from '../../kit/page';
import { useDisputeReason } from '../../kit/reasons';
import { Drawer } from '../../kit/side';
import { EmptyState, FormProblem } from '../../kit/states';
import { Tag } from '../../kit/tag';
import type { ResponseOf } from '../../wire/commands';
import { AssignForm } from './assign-form';
import { OpenedDispute } from './opened-dispute';
import { useWriteDisputes } from './write';

type Show = 'open' | 'mine' | 'team' | 'waiting' | 'all';
export type Row = ResponseOf<'disputes.page'>['rows'][number];
type Open = ResponseOf<'disputes.list'>;

const SHOWS: readonly Show[] = ['open', 'mine', 'waiting', 'all', 'team'];
export const OUTCOMES: readonly Row['status'][] = ['resolved', 'credit_issued', 'customer_withdrew'];

const SIGN: Record<Row['status'], string> = { open: '!', resolved: '✓', credit_issued: '✓', customer_withdrew: '–' };

/** What is disputed and who looks into it. */
export function DisputesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const asked = (useSearch({ strict: false }) as { show?: Show }).show;
  const [show, setShow] = useState<Show>(SHOWS.find((known) => known === asked) ?? 'open');
  const [opened, setOpened] = useState<Row | null>(null);
  const [assigning, setAssigning] = useState<Row[] | null>(null);
  const [forCases, setForCases] = useState<ForCases | null>(null);
  const client = useQueryClient();
  const { pool } = usePool();
  const write = useWriteDisputes();
  const listing = useListing('disputes.list', 'disputes.page', {
    all: show === 'all',
    mine: show === 'mine',
    team: show === 'team',
    waiting: show === 'waiting',
    account: null,
    ...(pool !== null && { pool }),
  });
  const columns = useDisputeColumns();
  useActions([
    { id: 'disputes.write', label: t('disputes.write'), group: 'page', keys: 'w', run: write.run },
    ...SHOWS.map((value, index) => ({
      id: `disputes.${value}`,
      label: t(`disputes.show.${value}`),
      group: 'page' as const,
      keys: String(index + 1),
      run: () => setShow(value),
    })),
  ]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.disputes')}
      about={t('disputes.about')}
      actions={
        <Button
          variant="default"
          leftSection={<IconFileExport size={14} />}
          loading={write.isPending}
          onClick={write.run}
        >
          {t('disputes.write')}
        </Button>
      }
    >
      <FormProblem error={write.error} />
      <DataGrid
        id="disputes"
        label={t('shell.page.disputes')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.dispute_id}
        totalsOf={totalsOf}
        onOpen={(row, { index, count, query }) => {
          setOpened(row);
          // From here one walks on to the customers of the next rows.
          const place = { index, count, back: '/disputes', account: row.account };
          leaveTrail(client, listing, query, place, (other) => other.account);
        }}
        exportFrom="disputes.export"
        tools={
          <SegmentedControl
            aria-label={t('disputes.which')}
            value={show}
            onChange={(value) => setShow(value as Show)}
            data={SHOWS.map((value) => ({ value, label: t(`disputes.show.${value}`) }))}
          />
        }
        acts={
          mode === 'past'
            ? undefined
            : (picked) => (
                <>
                  <Button onClick={() => void picked.rows().then(setAssigning)}>{t('disputes.assignChosen')}</Button>
                  <NewCasesButton picked={picked} onStart={setForCases} />
                </>
              )
        }
        empty={<EmptyState title={t('disputes.emptyTitle')} text={t('disputes.emptyText')} />}
      />
      <NewCasesDrawer forCases={forCases} onClose={() => setForCases(null)} />
      <Drawer
        title={opened ? `${opened.number} · ${opened.document_no}` : t('disputes.assign')}
        state={opened || assigning ? 'open' : 'closed'}
        onClose={() => {
          setOpened(null);
          setAssigning(null);
        }}
      >
        {opened && <OpenedDispute key={opened.dispute_id} row={opened} onDone={() => setOpened(null)} />}
        {assigning && <AssignForm rows={assigning} onDone={() => setAssigning(null)} />}
      </Drawer>
    </Page>
  );
}

function totalsOf(open: Open) {
  return open.totals.map(({ currency, disputed_minor }) => ({ currency, figures: { disputed: disputed_minor } }));
}

/** What became of a dispute, as a word with a sign. */
export function StatusTag({ status }: { status: Row['status'] }) {
  const { t } = useWords();
  return (
    <Tag tone={status === 'open' ? 'accent' : 'plain'} sign={SIGN[status]}>
      {t(`disputes.status.${status}`)}
    </Tag>
  );
}

function useDisputeColumns(): Column<Row>[] {
  const { t } = useWords();
  const reasonOf = useDisputeReason();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names of reasons change with the words alone.
  return useMemo(() => {
    const currency = (row: Row) => row.currency;
    const statuses: readonly Row['status'][] = ['open', ...OUTCOMES];
    return [
      {
        id: 'number',
        kind: 'link',
        header: t('disputes.number'),
        width: 118,
        show: 'always',
        value: (row) => row.number,
      },
      { id: 'account', kind: 'text', header: t('orders.account'), width: 92, value: (row) => row.account },
      { id: 'name', kind: 'text', header: t('orders.name'), fit: 'grow', value: (row) => row.name },
      { id: 'document_no', kind: 'text', header: t('disputes.document'), width: 120, value: (row) => row.document_no },
      copyColumn(t, (row) => row),
      {
        id: 'disputed',
        kind: 'money',
        header: t('disputes.disputed'),
        sort: 'no',
        filter: 'no',
        value: (row) => row.disputed_minor,
        currency,
      },
      {
        id: 'amount',
        kind: 'money',
        header: t('disputes.amount'),
        show: 'on_request',
        value: (row) => row.amount_minor,
        currency,
      },
      {
        id: 'currency',
        kind: 'text',
        header: t('orders.currency'),
        width: 80,
        sort: 'no',
        filter: 'no',
        value: currency,
      },
      { id: 'reason', kind: 'text', header: t('disputes.reason'), width: 130, value: (row) => reasonOf(row.reason) },
      {
        id: 'investigator',
        kind: 'text',
        header: t('disputes.investigator'),
        width: 110,
        value: (row) => row.investigator,
      },
      {
        id: 'opened_on',
        kind: 'day',
        header: t('disputes.openedOn'),
        show: 'on_request',
        value: (row) => row.opened_on,
      },
      {
        id: 'age',
        kind: 'count',
        header: t('disputes.age'),
        width: 96,
        sort: 'no',
        filter: 'no',
        value: (row) => row.age_days,
      },
      { id: 'due_on', kind: 'day', header: t('disputes.dueOn'), width: 108, value: (row) => row.due_on },
      {
        id: 'status',
        kind: 'text',
        header: t('disputes.state'),
        width: 150,
        value: (row) => t(`disputes.status.${row.status}`),
        render: (row) => <StatusTag status={row.status} />,
        choices: statuses.map((value) => ({ value, label: t(`disputes.status.${value}`) })),
      },
      {
        id: 'next_action',
        kind: 'text',
        header: t('disputes.nextAction'),
        sort: 'no',
        filter: 'no',
        width: 160,
        value: (row) => row.next_action,
      },
      {
        id: 'external_reference',
        kind: 'text',
        header: t('disputes.reference'),
        width: 130,
        value: (row) => row.external_reference,
      },
    ];
  }, [t]);
}
