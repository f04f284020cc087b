import { Button, SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing } from '../../data/listing';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { copyColumn } from '../../kit/copies';
import type { Column } from '../../kit/grid/columns';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { EmptyState, Note, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Row = ResponseOf<'payments.page'>['rows'][number];

/** Credits that settle nothing yet; opening one leads to the customer's open items. */
export function UnmatchedPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  const [which, setWhich] = useState<'payments' | 'all'>('payments');
  const listing = useListing('payments.unmatched', 'payments.page', { payments_only: which === 'payments' });
  const automatic = useAct('settlement.automatic');
  const run = () => automatic.mutate({ as_of: null, account: null });
  useActions(
    mode === 'past'
      ? []
      : [{ id: 'unmatched.automatic', label: t('settlement.automatic'), group: 'page', keys: 'a', run }],
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const totals = useCallback(
    (open: ResponseOf<'payments.unmatched'>) =>
      open.totals.map(([currency, , open_minor]) => ({ currency, figures: { open: open_minor } })),
    [],
  );
  return (
    <Page
      layout="fill"
      title={t('shell.page.unmatched')}
      about={t('settlement.unmatchedAbout')}
      actions={
        <Button disabled={mode === 'past'} loading={automatic.isPending} onClick={run}>
          {t('settlement.automatic')}
        </Button>
      }
    >
      {automatic.error && <Problem error={automatic.error} />}
      {automatic.data && (
        <Note tone="good">
          {t('settlement.automaticDone', {
            customers: automatic.data.customers,
            settlements: automatic.data.settlements,
          })}
        </Note>
      )}
      <DataGrid
        id="unmatched"
        label={t('shell.page.unmatched')}
        listing={listing}
        columns={columns}
        idOf={(row) => row.transaction_id}
        totalsOf={totals}
        onOpen={(row) => void navigate({ to: '/settle/$account', params: { account: row.account } })}
        exportFrom="page"
        tools={
          <SegmentedControl
            aria-label={t('settlement.which')}
            value={which}
            onChange={(value) => setWhich(value as 'payments' | 'all')}
            data={[
              { value: 'payments', label: t('settlement.onlyPayments') },
              { value: 'all', label: t('settlement.allCredits') },
            ]}
          />
        }
        empty={<EmptyState title={t('settlement.noneUnmatchedTitle')} text={t('settlement.noneUnmatchedText')} />}
      />
    </Page>
  );
}

function columnsOf(t: TFunction): Column<Row>[] {
  const currency = (row: Row) => row.currency;
  return [
    {
      id: 'document_no',
      kind: 'link',
      header: t('posting.document'),
      width: 130,
      show: 'always',
      filter: 'no',
      value: (row) => row.document_no,
    },
    copyColumn(t, (row) => row),
    {
      id: 'account',
      kind: 'text',
      header: t('posting.account'),
      width: 110,
      filter: 'no',
      value: (row) => row.account,
    },
    { id: 'name', kind: 'text', header: t('settlement.name'), fit: 'grow', filter: 'no', value: (row) => row.name },
    {
      id: 'transaction_on',
      kind: 'day',
      header: t('settlement.day'),
      width: 100,
      filter: 'no',
      value: (row) => row.transaction_on,
    },
    { id: 'open', kind: 'money', header: t('posting.open'), filter: 'no', value: (row) => row.open_minor, currency },
    { id: 'currency', kind: 'text', header: t('settlement.currency'), width: 80, filter: 'no', value: currency },
    {
      id: 'debits',
      kind: 'money',
      header: t('settlement.owes'),
      hint: t('settlement.owesHint'),
      sort: 'no',
      filter: 'no',
      value: (row) => row.debits_minor,
      currency,
    },
    {
      id: 'text',
      kind: 'text',
      header: t('settlement.text'),
      fit: 'grow',
      sort: 'no',
      filter: 'no',
      value: (row) => row.text,
    },
  ];
}
