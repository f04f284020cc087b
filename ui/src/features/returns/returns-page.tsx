import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useLocalListing } from '../../data/local-listing';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { copyColumn } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { useReturnReason } from '../../kit/return-reasons';
import { Drawer, Facts } from '../../kit/side';
import { Answered, EmptyState, Note } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { TakeBack } from '../../kit/take-back';
import type { ResponseOf } from '../../wire/commands';
import { ReturnsSetup } from './setup';

export type ReturnRow = ResponseOf<'returns.list'>['returns'][number];

/** Payments that came back, and what they cost; the set-up says what is charged for them. */
export function ReturnsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const found = useAsk('returns.list', { account: null });
  const waiting = useAsk('bank.returns', {});
  const [opened, setOpened] = useState<number | null>(null);
  const [setup, setSetup] = useState<'open' | 'closed'>('closed');
  const open = useCallback((row: ReturnRow) => setOpened(row.return_id), []);
  const showSetup = () => setSetup('open');
  const label = t('returns.setup');
  useActions(mode === 'today' ? [{ id: 'returns.setup', label, group: 'page', keys: 'e', run: showSetup }] : []);
  const shown = found.data?.returns.find((row) => row.return_id === opened);
  const tasks = waiting.data?.returns.length ?? 0;
  return (
    <Page
      layout="fill"
      title={t('shell.page.returns')}
      about={found.data && t('returns.counted', { count: found.data.count })}
      actions={
        mode === 'today' && (
          <Button variant="default" onClick={showSetup}>
            {label}
          </Button>
        )
      }
    >
      {tasks > 0 && (
        <Note tone="warn">
          <Link to="/bank">{t('returns.waiting', { count: tasks })}</Link>
        </Note>
      )}
      <Answered answer={found}>{(data) => <ReturnsGrid rows={data.returns} onOpen={open} />}</Answered>
      <Drawer
        title={shown ? t('returns.detail', { number: shown.document_no }) : ''}
        state={shown ? 'open' : 'closed'}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {shown && <ReturnDetail key={`${shown.return_id} ${shown.undone_at ?? ''}`} of={shown} />}
      </Drawer>
      <Drawer title={label} state={setup} onClose={() => setSetup('closed')} width="wide">
        {setup === 'open' && <ReturnsSetup />}
      </Drawer>
    </Page>
  );
}

function StateTag({ row }: { row: ReturnRow }) {
  const { t } = useWords();
  return row.undone_at === null ? (
    <Tag tone="bad" sign="↩">
      {t('returns.stands')}
    </Tag>
  ) : (
    <Tag tone="plain" sign="✕">
      {t('returns.undone')}
    </Tag>
  );
}

/** One return, and its undo: the payment stands again. */
function ReturnDetail({ of }: { of: ReturnRow }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const reasonOf = useReturnReason();
  return (
    <>
      <Facts
        facts={[
          { name: t('returns.state'), value: <StateTag row={of} /> },
          {
            name: t('returns.customer'),
            value: (
              <Link to="/customers/$account" params={{ account: of.account }}>
                {`${of.name} · ${of.account}`}
              </Link>
            ),
          },
          { name: t('returns.payment'), value: of.document_no },
          { name: t('returns.on'), value: <DayText day={of.returned_on} /> },
          {
            name: t('returns.amount'),
            value: <MoneyText money={{ minor: of.amount_minor, currency: of.currency }} showCurrency="yes" />,
          },
          {
            name: t('returns.charge'),
            value:
              of.charged_minor === 0 ? (
                t('returns.noCharge')
              ) : (
                <MoneyText money={{ minor: of.charged_minor, currency: of.currency }} showCurrency="yes" />
              ),
          },
          { name: t('returns.reason'), value: reasonOf(of.reason_code, of.reason_text) },
          { name: t('returns.documents'), value: of.documents.join(', ') },
          { name: t('returns.by'), value: of.user },
        ]}
      />
      {mode === 'today' && of.undone_at === null && (
        <>
          <p>{t('returns.undoAbout')}</p>
          <TakeBack
            by="payments.return_undo"
            request={{ return_id: of.return_id }}
            label={t('returns.undo')}
            testId="return-undo"
          />
        </>
      )}
    </>
  );
}

function ReturnsGrid({ rows, onOpen }: { rows: readonly ReturnRow[]; onOpen: (row: ReturnRow) => void }) {
  const { t } = useWords();
  const reasonOf = useReturnReason();
  const columns = useMemo(() => returnColumns(t, reasonOf), [t, reasonOf]);
  const read = useCallback(
    (row: ReturnRow, id: string) => columns.find((column) => column.id === id)?.value(row),
    [columns],
  );
  const listing = useLocalListing('returns', rows, read, ['document', 'account', 'name', 'documents']);
  return (
    <DataGrid
      id="returns"
      label={t('shell.page.returns')}
      listing={listing}
      columns={columns}
      idOf={(row) => String(row.return_id)}
      onOpen={onOpen}
      exportFrom="page"
      empty={<EmptyState title={t('returns.emptyTitle')} text={t('returns.emptyText')} />}
    />
  );
}

function returnColumns(t: TFunction, reasonOf: (code: string, text: string) => string): Column<ReturnRow>[] {
  const currency = (row: ReturnRow) => row.currency;
  return [
    {
      id: 'document',
      kind: 'link',
      header: t('returns.payment'),
      width: 130,
      show: 'always',
      value: (row) => row.document_no,
    },
    copyColumn(t, (row) => row),
    { id: 'returned_on', kind: 'day', header: t('returns.on'), width: 120, value: (row) => row.returned_on },
    { id: 'account', kind: 'text', header: t('returns.account'), width: 100, value: (row) => row.account },
    { id: 'name', kind: 'text', header: t('returns.customer'), fit: 'grow', value: (row) => row.name },
    {
      id: 'reason',
      kind: 'text',
      header: t('returns.reason'),
      width: 220,
      value: (row) => reasonOf(row.reason_code, row.reason_text),
    },
    {
      id: 'documents',
      kind: 'text',
      header: t('returns.documents'),
      width: 180,
      value: (row) => row.documents.join(', '),
    },
    { id: 'amount', kind: 'money', header: t('returns.amount'), value: (row) => row.amount_minor, currency },
    { id: 'charged', kind: 'money', header: t('returns.charge'), value: (row) => row.charged_minor, currency },
    {
      id: 'state',
      kind: 'text',
      header: t('returns.state'),
      width: 130,
      value: (row) => t(row.undone_at === null ? 'returns.stands' : 'returns.undone'),
      render: (row) => <StateTag row={row} />,
    },
  ];
}
