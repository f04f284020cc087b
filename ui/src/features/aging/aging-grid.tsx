import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useDesk } from '../../data/desk';
import type { ListingQuery, useListing } from '../../data/listing';
import { leaveTrail } from '../../data/trail';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useCustomerListActs } from '../../kit/customer-list-acts';
import { DataGrid, type Opened } from '../../kit/grid/data-grid';
import { EmptyState } from '../../kit/states';
import { agingColumns, agingTotals } from './columns';
import type { AgingListing, AgingRow } from './types';

/** Who owes most stands first. */
export const START: ListingQuery = { sort: { column: 'total', order: 'descending' }, filters: [], search: '' };

type GridProps = {
  listing: ReturnType<typeof useListing<'aging.list', 'aging.page'>>;
  head: AgingListing;
  onUpdate: () => void;
  tools: ReactNode;
};

/** The rows; opening one shows the customer on the same basis. */
export function AgingGrid({ listing, head, onUpdate, tools }: GridProps) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const navigate = useNavigate();
  const client = useQueryClient();
  const marked = useCustomerListActs(head.definition);
  const home = state.book?.currency ?? '';
  const columns = useMemo(() => agingColumns(head, home, t), [head, home, t]);
  // Acts go by account numbers, which are somebody else's in another company.
  const isOver = head.companies.length > 0;
  const choose = useAct('companies.choose');
  // A row over several companies may be of another one than that in which one works: its page is opened there.
  const openThere = (row: AgingRow) => {
    const go = () => void navigate({ to: '/customers/$account', params: { account: row.account } });
    if (row.company === state.book?.company_code) go();
    else choose.mutate({ code: row.company }, { onSuccess: go });
  };
  const open = (row: AgingRow, { index, count, query }: Opened) => {
    leaveTrail(
      client,
      listing,
      query,
      { index, count, back: '/aging', account: row.account },
      (other) => other.account,
    );
    void navigate({
      to: '/customers/$account',
      params: { account: row.account },
      search: { definition: head.definition, by: head.by } as never,
    });
  };
  return (
    <>
      {marked.beside}
      <DataGrid
        id="aging"
        label={t('shell.page.aging')}
        listing={listing}
        columns={columns}
        idOf={(row) => `${row.customer_id} ${row.currency}`}
        totalsOf={agingTotals}
        initialSort={START.sort ?? undefined}
        onOpen={isOver ? openThere : open}
        acts={isOver ? undefined : marked.buttons}
        tools={tools}
        exportFrom="aging.export"
        empty={
          state.book?.customers === 0 ? (
            <EmptyState
              title={t('aging.emptyTitle')}
              text={t('aging.emptyText')}
              action={<Button onClick={() => void navigate({ to: '/import' })}>{t('aging.toImport')}</Button>}
            />
          ) : (
            <EmptyState
              title={t('aging.nothingOpenTitle')}
              text={t('aging.nothingOpenText')}
              action={mode === 'today' ? <Button onClick={onUpdate}>{t('aging.update')}</Button> : undefined}
            />
          )
        }
      />
    </>
  );
}
