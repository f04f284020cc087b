import { Button, Tabs } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import type { Column } from '../../kit/grid/columns';
import { DataGrid, type Picked } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { Approve, type Reimbursement, type ReimbursementStatus, ReimbursementTag } from '../../kit/reimbursements';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { ReimbursementView } from './detail';
import { ExportButton } from './export-button';
import { NewRun, Runs } from './run';
import { ReimbursementSetup } from './setup';

type Panel = 'none' | 'run' | 'runs' | 'setup';

/** Credits that are paid back: proposed by a run, approved, exported for accounts payable, paid. */
export function ReimbursementsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const found = useAsk('reimbursements.list', { account: null });
  const [opened, setOpened] = useState<number | null>(null);
  const [approving, setApproving] = useState<{ ids: number[]; clear: () => void } | null>(null);
  const [panel, setPanel] = useState<Panel>('none');
  const open = useCallback((row: Reimbursement) => setOpened(row.reimbursement_id), []);
  const show = (next: Panel) => () => setPanel(next);
  const acts = [
    { id: 'reimbursements.run', label: t('reimbursements.newRun'), keys: 'n', run: show('run') },
    { id: 'reimbursements.runs', label: t('reimbursements.runs'), keys: 'b', run: show('runs') },
    { id: 'reimbursements.setup', label: t('reimbursements.setup'), keys: 'e', run: show('setup') },
  ];
  useActions(mode === 'today' ? acts.map((act) => ({ ...act, group: 'page' as const })) : []);
  const shown = found.data?.reimbursements.find((row) => row.reimbursement_id === opened);
  const close = () => setPanel('none');
  return (
    <Page
      layout="fill"
      title={t('shell.page.reimbursements')}
      about={t('reimbursements.about')}
      actions={
        mode === 'today' && (
          <>
            <Button variant="default" onClick={show('setup')}>
              {t('reimbursements.setup')}
            </Button>
            <Button variant="default" onClick={show('runs')}>
              {t('reimbursements.runs')}
            </Button>
            <Button onClick={show('run')}>{t('reimbursements.newRun')}</Button>
          </>
        )
      }
    >
      <Answered answer={found}>
        {(data) => <Listed rows={data.reimbursements} onOpen={open} onApprove={setApproving} />}
      </Answered>
      <Drawer
        title={shown ? t('reimbursements.detail', { number: shown.number }) : ''}
        state={shown ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {shown && <ReimbursementView key={`${shown.reimbursement_id} ${shown.status}`} of={shown} />}
      </Drawer>
      <Drawer
        title={t('reimbursements.approve')}
        state={approving ? 'open' : 'closed'}
        onClose={() => setApproving(null)}
        width="wide"
      >
        {approving && (
          <Approve
            ids={approving.ids}
            onDone={() => {
              approving.clear();
              setApproving(null);
            }}
          />
        )}
      </Drawer>
      <Drawer
        title={t('reimbursements.newRun')}
        state={panel === 'run' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {panel === 'run' && <NewRun onDone={close} />}
      </Drawer>
      <Drawer
        title={t('reimbursements.runs')}
        state={panel === 'runs' ? 'open' : 'closed'}
        onClose={close}
        width="wide"
      >
        {panel === 'runs' && <Runs />}
      </Drawer>
      <Drawer title={t('reimbursements.setup')} state={panel === 'setup' ? 'open' : 'closed'} onClose={close}>
        {panel === 'setup' && <ReimbursementSetup onDone={close} />}
      </Drawer>
    </Page>
  );
}

type Shown = 'all' | ReimbursementStatus;
const SHOWN: readonly Shown[] = ['all', 'proposed', 'approved', 'exported', 'paid', 'rejected', 'reversed'];

type ListedProps = {
  rows: readonly Reimbursement[];
  onOpen: (row: Reimbursement) => void;
  onApprove: (asked: { ids: number[]; clear: () => void }) => void;
};

/** The list, by state; the acts take what is marked. */
function Listed({ rows, onOpen, onApprove }: ListedProps) {
  const { t } = useWords();
  // Whoever comes from Today comes for what waits there.
  const asked = (useSearch({ strict: false }) as { show?: Shown }).show;
  const [status, setStatus] = useState<Shown>(SHOWN.find((known) => known === asked) ?? 'all');
  const columns = useMemo(() => reimbursementColumns(t), [t]);
  const read = useCallback(
    (row: Reimbursement, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const shown = useMemo(() => (status === 'all' ? rows : rows.filter((row) => row.status === status)), [rows, status]);
  const listing = useLocalListing(`reimbursements ${status}`, shown, read, ['number', 'account', 'name', 'vendor']);
  const count = (of: Shown) => (of === 'all' ? rows.length : rows.filter((row) => row.status === of).length);
  return (
    <>
      <Tabs value={status} onChange={(value) => setStatus(value as Shown)}>
        <Tabs.List>
          {SHOWN.map((value) => (
            <Tabs.Tab key={value} value={value}>
              {`${value === 'all' ? t('reimbursements.all') : t(`reimbursements.status.${value}`)} (${count(value)})`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <DataGrid
        id="reimbursements"
        label={t('shell.page.reimbursements')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.reimbursement_id}
        onOpen={onOpen}
        exportFrom="page"
        acts={(picked) => <Acts picked={picked} onApprove={onApprove} />}
        empty={<EmptyState title={t('reimbursements.emptyTitle')} text={t('reimbursements.emptyText')} />}
      />
    </>
  );
}

function Acts({ picked, onApprove }: { picked: Picked<Reimbursement>; onApprove: ListedProps['onApprove'] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const approve = () =>
    void picked.rows().then((rows) => onApprove({ ids: rows.map((row) => row.reimbursement_id), clear: picked.clear }));
  useActions(
    mode === 'past'
      ? []
      : [{ id: 'reimbursements.approve', label: t('reimbursements.approve'), group: 'page', keys: 'a', run: approve }],
  );
  if (mode === 'past') return null;
  return (
    <>
      <Button onClick={approve}>{t('reimbursements.approve')}</Button>
      <ExportButton ids={async () => (await picked.rows()).map((row) => row.reimbursement_id)} />
    </>
  );
}

function reimbursementColumns(t: TFunction): Column<Reimbursement>[] {
  return [
    {
      id: 'number',
      kind: 'link',
      header: t('reimbursements.number'),
      width: 130,
      show: 'always',
      value: (row) => row.number,
    },
    { id: 'account', kind: 'text', header: t('reimbursements.account'), width: 100, value: (row) => row.account },
    { id: 'name', kind: 'text', header: t('reimbursements.customer'), fit: 'grow', value: (row) => row.name },
    {
      id: 'amount',
      kind: 'money',
      header: t('reimbursements.amount'),
      value: (row) => row.amount_minor,
      currency: (row) => row.currency,
    },
    {
      id: 'status',
      kind: 'text',
      header: t('reimbursements.state'),
      width: 130,
      value: (row) => t(`reimbursements.status.${row.status as ReimbursementStatus}`),
      render: (row) => <ReimbursementTag status={row.status} />,
    },
    { id: 'vendor', kind: 'text', header: t('reimbursements.vendor'), width: 130, value: (row) => row.vendor },
    { id: 'iban', kind: 'text', header: t('reimbursements.iban'), width: 210, value: (row) => row.iban },
    {
      id: 'proposed_on',
      kind: 'day',
      header: t('reimbursements.proposedOn'),
      width: 130,
      value: (row) => row.proposed_on,
    },
    { id: 'proposer', kind: 'text', header: t('reimbursements.proposer'), width: 100, value: (row) => row.proposer },
  ];
}
