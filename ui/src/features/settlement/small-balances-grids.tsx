import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useListing } from '../../data/listing';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { copyColumn } from '../../kit/copies';
import type { Column } from '../../kit/grid/columns';
import { DataGrid, type Picked } from '../../kit/grid/data-grid';
import { EmptyState } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { ALL, type Choice, isTaken, leave, leftOpen, only, take } from './small-balances-choice';
import type { List, OpenList, Row, Terms } from './small-balances-types';

type ProposedProps = {
  listing: List;
  /** How many rests are proposed. */
  proposed: number;
  choice: Choice;
  onChoice: (choice: Choice) => void;
};

/** What a run closes. Rows that are chosen can be left open; a column says what happens with each. */
export function ProposedGrid({ listing, proposed, choice, onChoice }: ProposedProps) {
  const { t } = useWords();
  const open = useOpenSettling();
  const columns = useMemo(() => [...documentColumns(t), happensColumn(t, choice)], [t, choice]);
  const left = leftOpen(choice, proposed);
  return (
    <DataGrid
      id="small_balances"
      label={t('shell.page.smallBalances')}
      listing={listing}
      columns={columns}
      idOf={(row) => row.transaction_id}
      totalsOf={totalsOf}
      onOpen={open}
      exportFrom="page"
      acts={(picked) => <ChoiceActs picked={picked} choice={choice} onChoice={onChoice} />}
      tools={
        left > 0 && (
          <>
            <span>{t('smallBalances.leftOpen', { count: left })}</span>
            <Button variant="default" onClick={() => onChoice(ALL)}>
              {t('smallBalances.takeAll')}
            </Button>
          </>
        )
      }
      empty={<EmptyState title={t('smallBalances.noneTitle')} text={t('smallBalances.noneText')} />}
    />
  );
}

type ActsProps = { picked: Picked<Row>; choice: Choice; onChoice: (choice: Choice) => void };

function ChoiceActs({ picked, choice, onChoice }: ActsProps) {
  const { t } = useWords();
  const choose = async (change: (ids: number[]) => Choice) => {
    const rows = await picked.rows();
    onChoice(change(rows.map((row) => row.transaction_id)));
    picked.clear();
  };
  const acts = [
    { id: 'leave', keys: 'l', label: t('smallBalances.leaveOpen'), change: (ids: number[]) => leave(choice, ids) },
    { id: 'take', keys: 't', label: t('smallBalances.takeAgain'), change: (ids: number[]) => take(choice, ids) },
    { id: 'only', keys: 'o', label: t('smallBalances.only'), change: only },
  ];
  useActions(
    acts.map(({ id, keys, label, change }) => ({
      id: `smallBalances.${id}`,
      label,
      group: 'page' as const,
      keys,
      run: () => void choose(change),
    })),
  );
  return (
    <>
      {acts.map(({ id, label, change }) => (
        <Button key={id} variant="default" onClick={() => void choose(change)}>
          {label}
        </Button>
      ))}
    </>
  );
}

/** Rests that are close to the threshold and stay open, each with the reason. */
export function LeftGrid({ terms }: { terms: Terms }) {
  const { t } = useWords();
  const open = useOpenSettling();
  const listing = useListing('settlement.small_balances', 'settlement.small_balances_page', { terms, show: 'left' });
  const columns = useMemo(() => [...documentColumns(t), reasonColumn(t)], [t]);
  return (
    <DataGrid
      id="small_balances_left"
      label={t('smallBalances.whatStays')}
      listing={listing}
      columns={columns}
      idOf={(row) => row.transaction_id}
      totalsOf={totalsOf}
      onOpen={open}
      exportFrom="page"
      empty={<EmptyState title={t('smallBalances.noneLeftTitle')} text={t('smallBalances.noneLeftText')} />}
    />
  );
}

function useOpenSettling() {
  const navigate = useNavigate();
  return useCallback(
    (row: Row) => void navigate({ to: '/settle/$account', params: { account: row.account } }),
    [navigate],
  );
}

function totalsOf(open: OpenList) {
  return open.totals.map(({ currency, open_minor }) => ({ currency, figures: { open: open_minor } }));
}

function happensColumn(t: TFunction, choice: Choice): Column<Row> {
  const words = (row: Row) =>
    t(isTaken(choice, row.transaction_id) ? 'smallBalances.closes' : 'smallBalances.staysOpen');
  return {
    id: 'happens',
    kind: 'text',
    header: t('smallBalances.happens'),
    width: 150,
    sort: 'no',
    filter: 'no',
    show: 'always',
    value: words,
    render: (row) => {
      const taken = isTaken(choice, row.transaction_id);
      return (
        <Tag tone={taken ? 'good' : 'plain'} sign={taken ? '✓' : '○'}>
          {words(row)}
        </Tag>
      );
    },
  };
}

function reasonColumn(t: TFunction): Column<Row> {
  return {
    id: 'reason',
    kind: 'text',
    header: t('smallBalances.reason'),
    width: 280,
    sort: 'no',
    filter: 'no',
    show: 'always',
    value: (row) => row.reason && t(`smallBalances.reasonIs.${row.reason}`),
  };
}

function documentColumns(t: TFunction): Column<Row>[] {
  const currency = (row: Row) => row.currency;
  const kinds = (['invoice', 'credit_note', 'payment', 'refund', 'interest_note', 'letter_fee', 'other'] as const).map(
    (value) => ({ value: value as string, label: t(`customers.kindName.${value}`) }),
  );
  return [
    {
      id: 'document_no',
      kind: 'link',
      header: t('smallBalances.document'),
      width: 125,
      show: 'always',
      value: (row) => row.document_no,
    },
    copyColumn(t, (row) => row),
    {
      id: 'kind',
      kind: 'text',
      header: t('smallBalances.kind'),
      width: 100,
      choices: kinds,
      value: (row) => t(`customers.kindName.${row.kind}`),
    },
    { id: 'account', kind: 'text', header: t('smallBalances.account'), width: 90, value: (row) => row.account },
    { id: 'name', kind: 'text', header: t('smallBalances.name'), fit: 'grow', value: (row) => row.name },
    {
      id: 'transaction_on',
      kind: 'day',
      header: t('smallBalances.day'),
      width: 100,
      value: (row) => row.transaction_on,
    },
    {
      id: 'due_on',
      kind: 'day',
      header: t('smallBalances.due'),
      width: 100,
      show: 'on_request',
      value: (row) => row.due_on,
    },
    {
      id: 'amount',
      kind: 'money',
      header: t('smallBalances.amount'),
      width: 116,
      value: (row) => row.amount_minor,
      currency,
    },
    {
      id: 'open',
      kind: 'money',
      header: t('smallBalances.open'),
      width: 100,
      value: (row) => row.open_minor,
      currency,
    },
    { id: 'currency', kind: 'text', header: t('smallBalances.currency'), width: 80, value: currency },
  ];
}
