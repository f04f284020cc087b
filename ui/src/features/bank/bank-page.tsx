import { Button, SegmentedControl } from '@mantine/core';
import { IconBuildingBank, IconChecks, IconRefresh } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useListing, useOpenListing } from '../../data/listing';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DataGrid } from '../../kit/grid/data-grid';
import { Page } from '../../kit/page';
import { EmptyState, Note, Problem } from '../../kit/states';
import classes from './bank.module.css';
import { lineColumns } from './columns';
import { LinePanel } from './line-panel';
import { Returns } from './returns';
import { BANK_START, BANK_VIEWS, type BankView, statesOf } from './views';

/** What the bank sent: one line after the other is confirmed, until nothing is left. */
export function BankPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const navigate = useNavigate();
  // Who comes from *Today* sees what was counted there.
  const { show: asked } = useSearch({ strict: false }) as { show?: string };
  const [view, setView] = useState<BankView>(BANK_VIEWS.find((known) => known === asked) ?? 'open');
  const [chosen, setChosen] = useState<number | null>(null);
  const listing = useListing('bank.lines', 'bank.page', {
    states: [...statesOf(view)],
    bank_account: null,
    statement_id: null,
    account: null,
    confidence: null,
  });
  const head = useOpenListing(listing, BANK_START);
  const propose = useAct('bank.propose');
  const exact = useAct('bank.confirm_exact');
  const show = (next: BankView) => {
    setView(next);
    setChosen(null);
  };
  const acts = [
    { id: 'bank.exact', label: t('bank.postExact'), keys: 'p', run: () => exact.mutate({}) },
    { id: 'bank.propose', label: t('bank.propose'), keys: 'r', run: () => propose.mutate({}) },
  ];
  useActions([
    ...(mode === 'today' ? acts.map((act) => ({ ...act, group: 'page' as const })) : []),
    ...BANK_VIEWS.map((other, index) => ({
      id: `bank.view.${other}`,
      label: t(`bank.show.${other}`),
      group: 'page' as const,
      keys: `alt+${index + 1}`,
      run: () => show(other),
    })),
    {
      id: 'bank.statements',
      label: t('shell.page.statements'),
      group: 'page',
      keys: 's',
      run: () => void navigate({ to: '/bank/statements' }),
    },
  ]);
  return (
    <Page
      layout="fill"
      title={t('shell.page.bank')}
      about={head.data && <Left totals={head.data.totals} />}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconBuildingBank size={15} />}
            onClick={() => void navigate({ to: '/bank/statements' })}
          >
            {t('shell.page.statements')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconRefresh size={15} />}
            disabled={mode === 'past'}
            loading={propose.isPending}
            onClick={() => propose.mutate({})}
          >
            {t('bank.propose')}
          </Button>
          <Button
            leftSection={<IconChecks size={15} />}
            disabled={mode === 'past'}
            loading={exact.isPending}
            onClick={() => exact.mutate({})}
          >
            {t('bank.postExact')}
          </Button>
        </>
      }
    >
      {propose.error && <Problem error={propose.error} />}
      {exact.error && <Problem error={exact.error} />}
      {exact.data && (
        <Note tone="good">
          {t('bank.exactDone', { lines: exact.data.lines, kept: exact.data.kept })}
          {exact.data.refused.length > 0 && ` ${t('bank.exactRefused', { count: exact.data.refused.length })}`}
        </Note>
      )}
      <div>
        <SegmentedControl
          aria-label={t('bank.which')}
          value={view}
          onChange={(value) => show(value as BankView)}
          data={BANK_VIEWS.map((value) => ({ value, label: t(`bank.show.${value}`) }))}
        />
      </div>
      {view === 'returned' ? (
        <Returns onOpen={setChosen} />
      ) : (
        <Lines listing={listing} view={view} chosen={chosen} onChoose={setChosen} />
      )}
      {view === 'returned' && chosen !== null && <LinePanel lineId={chosen} onNext={setChosen} />}
    </Page>
  );
}

type LinesProps = {
  listing: ReturnType<typeof useListing<'bank.lines', 'bank.page'>>;
  view: BankView;
  chosen: number | null;
  onChoose: (lineId: number | null) => void;
};

function Lines({ listing, view, chosen, onChoose }: LinesProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const accounts = useAsk('bank.accounts', {});
  const columns = useMemo(() => lineColumns(t), [t]);
  const first = useFirst(listing, view);
  const shown = chosen ?? first;
  const never = accounts.data?.accounts.every((account) => account.lines === 0) ?? false;
  return (
    <div className={classes.desk}>
      <div className={classes.list}>
        <DataGrid
          id="bank"
          label={t('bank.lines')}
          listing={listing}
          columns={columns}
          idOf={(row) => row.line_id}
          initialSort={BANK_START.sort ?? undefined}
          onOpen={(row) => onChoose(row.line_id)}
          exportFrom="page"
          empty={
            never ? (
              <EmptyState
                title={t('bank.emptyTitle')}
                text={t('bank.emptyText')}
                action={<Button onClick={() => void navigate({ to: '/import' })}>{t('bank.toImport')}</Button>}
              />
            ) : (
              <EmptyState title={t(`bank.none.${view}`)} text={t('bank.noneText')} />
            )
          }
        />
      </div>
      {shown !== null && <LinePanel lineId={shown} onNext={onChoose} />}
    </div>
  );
}

/** The line to start with, so that the first key already confirms something. */
function useFirst(listing: LinesProps['listing'], view: BankView): number | null {
  const head = useOpenListing(listing, BANK_START);
  const rows = useAsk(
    'bank.page',
    { handle: head.data?.handle ?? 0, offset: 0, limit: 1 },
    { when: view === 'open' && head.data && head.data.count > 0 ? 'now' : 'later' },
  );
  return view === 'open' && head.data && head.data.count > 0 ? (rows.data?.rows[0]?.line_id ?? null) : null;
}

/** What is left, per currency: the figure that shall become nothing. */
function Left({ totals }: { totals: { currency: string; state: string; lines: number }[] }) {
  const { t } = useWords();
  const open = totals.filter((total) => total.state === 'open' || total.state === 'returned');
  if (open.every((total) => total.lines === 0)) return t('bank.nothingLeft');
  return open
    .filter((total) => total.lines > 0)
    .map((total) =>
      t(total.state === 'open' ? 'bank.left' : 'bank.leftReturned', { count: total.lines, currency: total.currency }),
    )
    .join(' · ');
}
