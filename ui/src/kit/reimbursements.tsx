import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { MoneyText } from './figures';
import { FormActs } from './form';
import { PostedEntries } from './posted-entries';
import { PostingView } from './posting';
import { FormProblem, Note } from './states';
import { Table } from './table';
import { Tag } from './tag';

export type Reimbursement = ResponseOf<'reimbursements.list'>['reimbursements'][number];
export type ReimbursementRun = ResponseOf<'reimbursements.preview'>;
export type ReimbursementStatus = 'proposed' | 'approved' | 'exported' | 'paid' | 'rejected' | 'reversed';

const TONE = {
  proposed: 'accent',
  approved: 'plain',
  exported: 'plain',
  paid: 'good',
  rejected: 'plain',
  reversed: 'plain',
} as const;
const SIGN = { proposed: '○', approved: '◐', exported: '➜', paid: '✓', rejected: '✕', reversed: '↩' } as const;

/** Where a reimbursement stands, as a word with a sign. */
export function ReimbursementTag({ status }: { status: string }) {
  const { t } = useWords();
  const known = status as ReimbursementStatus;
  return (
    <Tag tone={TONE[known]} sign={SIGN[known]}>
      {t(`reimbursements.status.${known}`)}
    </Tag>
  );
}

type Choice = {
  /** What a person left out, as it was proposed before. */
  leftOut: readonly Reimbursement[];
  onLeftOut: (leftOut: Reimbursement[]) => void;
};

const isSame = (one: Reimbursement, other: Reimbursement) =>
  one.account === other.account &&
  one.currency === other.currency &&
  JSON.stringify(one.dimensions) === JSON.stringify(other.dimensions);

/** What a run proposes and what it leaves out, each with its reason; before it is proposed, each can be left out. */
export function RunView({ run, choice }: { run: ReimbursementRun; choice?: Choice }) {
  const { t } = useWords();
  const leftOut = choice?.leftOut ?? [];
  const isLeftOut = (row: Reimbursement) => leftOut.some((other) => isSame(other, row));
  const rows = [...run.reimbursements.filter((row) => !isLeftOut(row)), ...leftOut];
  const toggle = (row: Reimbursement) =>
    choice?.onLeftOut(isLeftOut(row) ? leftOut.filter((other) => !isSame(other, row)) : [...leftOut, row]);
  return (
    <>
      {rows.length === 0 ? (
        <Note>{t('reimbursements.nothingProposed')}</Note>
      ) : (
        <Table
          label={t('reimbursements.proposals')}
          rows={rows}
          keyOf={(row) => [row.account, row.currency, JSON.stringify(row.dimensions), row.number].join(' ')}
          columns={[
            ...(choice
              ? [
                  {
                    id: 'take',
                    header: '',
                    cell: (row: Reimbursement) => (
                      <Checkbox
                        aria-label={t('reimbursements.take', { name: row.name, account: row.account })}
                        checked={!isLeftOut(row)}
                        onChange={() => toggle(row)}
                      />
                    ),
                  },
                ]
              : []),
            { id: 'name', header: t('reimbursements.customer'), cell: (row) => `${row.name} · ${row.account}` },
            {
              id: 'credits',
              header: t('reimbursements.credits'),
              cell: (row) => row.items.map((item) => item.document_no).join(', '),
            },
            {
              id: 'vendor',
              header: t('reimbursements.vendor'),
              cell: (row) => (row.one_time ? `${row.vendor} · ${t('reimbursements.oneTime')}` : row.vendor),
            },
            { id: 'iban', header: t('reimbursements.iban'), cell: (row) => row.iban || t('reimbursements.noIban') },
            {
              id: 'amount',
              header: t('reimbursements.amount'),
              align: 'right',
              cell: (row) => (
                <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
              ),
            },
          ]}
        />
      )}
      {run.skipped.length > 0 && (
        <Table
          label={t('reimbursements.skipped')}
          scroll="inside"
          rows={run.skipped.map((row, at) => ({ ...row, at }))}
          keyOf={(row) => String(row.at)}
          columns={[
            { id: 'name', header: t('reimbursements.skipped'), cell: (row) => `${row.name} · ${row.account}` },
            {
              id: 'why',
              header: t('reimbursements.why'),
              cell: (row) => t(`reimbursements.skip.${row.why as 'disputed'}`),
            },
            {
              id: 'amount',
              header: t('reimbursements.amount'),
              align: 'right',
              cell: (row) => (
                <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
              ),
            },
          ]}
        />
      )}
    </>
  );
}

type ApproveProps = { ids: readonly number[]; onDone: () => void };

/** Approving shows its lines before it posts them. */
export function Approve({ ids, onDone }: ApproveProps) {
  const { t } = useWords();
  const request = { reimbursement_ids: [...ids], reason: '' };
  const preview = useAsk('reimbursements.approve_preview', request);
  const approve = useAct('reimbursements.approve');
  return (
    <>
      {preview.data && (
        <>
          <PostingView posting={preview.data.posting} />
          <PostedEntries entries={preview.data.entries} />
        </>
      )}
      <FormActs>
        <Button
          loading={approve.isPending}
          disabled={preview.data === undefined}
          onClick={() => approve.mutate(request, { onSuccess: onDone })}
        >
          {t('reimbursements.approve')}
        </Button>
        <FormProblem error={approve.error ?? preview.error} />
      </FormActs>
    </>
  );
}

/** Whom a run looks at; everybody where nothing is named. */
type Filter = { accounts?: readonly string[]; groups?: readonly string[] };

/** How credits are put together, what becomes of customers who owe something besides, and what is left out by hand. */
export function useRunTerms(account: string | null, { accounts = [], groups = [] }: Filter = {}) {
  const [summarize, setSummarize] = useState<'customer' | 'dimensions'>('customer');
  const [withDebits, setWithDebits] = useState<'skip' | 'include'>('skip');
  const [leftOut, setLeftOut] = useState<Reimbursement[]>([]);
  const terms = { account, accounts: [...accounts], groups: [...groups], summarize, with_debits: withDebits };
  // Other terms find other amounts: what was left out of those before is not known there.
  const asked = JSON.stringify(terms);
  const [of, setOf] = useState(asked);
  if (of !== asked) {
    setOf(asked);
    setLeftOut([]);
  }
  const without = leftOut.map((row) => ({ account: row.account, currency: row.currency, dimensions: row.dimensions }));
  return {
    request: { ...terms, without: of === asked ? without : [] },
    choice: { leftOut, onLeftOut: setLeftOut },
    summarize,
    setSummarize,
    withDebits,
    setWithDebits,
  };
}
