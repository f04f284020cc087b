import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { send, useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import { Facts } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import { WriteOffForm } from '../../kit/write-off-form';
import type { ResponseOf } from '../../wire/commands';
import { AdmitForm, CloseForm, DividendForm, FileForm, RecordForm } from './insolvency-forms';
import { PostDividendForm } from './post-dividend-form';

export type Insolvency = ResponseOf<'insolvency.of_customer'>['insolvencies'][number];
type Item = Insolvency['items'][number];
type Form = 'none' | 'record' | 'edit' | 'file' | 'admit' | 'dividend' | 'close';

/** The insolvencies of a customer, the open one with what can be done about it. */
export function InsolvencyPanel({ account }: { account: string }) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const [form, setForm] = useState<Form>('none');
  const found = useAsk('insolvency.of_customer', { account, as_of: asOf });
  const done = () => setForm('none');
  return (
    <Answered answer={found}>
      {({ insolvencies }) => {
        const open = insolvencies.find(({ head }) => head.closed_on === null);
        return (
          <>
            {insolvencies.length === 0 && form === 'none' && <Note>{t('stops.insolvency.none')}</Note>}
            {!open && mode === 'today' && form !== 'record' && (
              <div>
                <Button onClick={() => setForm('record')}>{t('stops.insolvency.record')}</Button>
              </div>
            )}
            {form === 'record' && <RecordForm account={account} stored={null} onDone={done} />}
            {open && mode === 'today' && form === 'none' && <Acts head={open.head} onForm={setForm} />}
            {open && form === 'edit' && <RecordForm account={account} stored={open.head} onDone={done} />}
            {open && form === 'file' && <FileForm id={open.head.id} onDone={done} />}
            {open && form === 'admit' && <AdmitForm head={open.head} onDone={done} />}
            {open && form === 'dividend' && <DividendForm head={open.head} onDone={done} />}
            {open && form === 'close' && <CloseForm id={open.head.id} onDone={done} />}
            {insolvencies.map((one) => (
              <InsolvencyView key={one.head.id} account={account} insolvency={one} />
            ))}
          </>
        );
      }}
    </Answered>
  );
}

function Acts({ head, onForm }: { head: Insolvency['head']; onForm: (form: Form) => void }) {
  const { t } = useWords();
  const filed = head.sums.some(({ filed_minor }) => filed_minor > 0);
  const button = (form: Form, label: string) => (
    <Button key={form} variant="default" size="xs" onClick={() => onForm(form)}>
      {label}
    </Button>
  );
  return (
    <div>
      <Button.Group>
        {button('edit', t('stops.insolvency.edit'))}
        {button('file', t('stops.insolvency.file'))}
        {filed && button('admit', t('stops.insolvency.admit'))}
        {filed && button('dividend', t('stops.insolvency.dividend'))}
        {button('close', t('stops.insolvency.close'))}
      </Button.Group>
    </div>
  );
}

function InsolvencyView({ account, insolvency }: { account: string; insolvency: Insolvency }) {
  const { t, locale } = useWords();
  const { head, items } = insolvency;
  const before = items.filter(({ side }) => side === 'before');
  const after = items.filter(({ side }) => side === 'after');
  const fact = (name: string, value: React.ReactNode) => (value ? [{ name, value }] : []);
  return (
    <>
      {head.closed_on && <Note>{t('stops.insolvency.closedSince', { day: formatDay(head.closed_on, locale) })}</Note>}
      <Facts
        facts={[
          ...fact(t('stops.insolvency.court'), head.court),
          ...fact(t('stops.insolvency.fileNumber'), head.file_number),
          ...fact(t('stops.insolvency.openedOn'), <DayText day={head.opened_on} />),
          ...fact(t('stops.insolvency.administrator'), head.administrator),
          ...fact(t('stops.insolvency.fileBy'), head.file_by_on && <DayText day={head.file_by_on} />),
          ...fact(t('stops.insolvency.filedOn'), head.filed_on && <DayText day={head.filed_on} />),
          ...fact(t('stops.insolvency.note'), head.note),
        ]}
      />
      {head.sums.length > 0 && <Sums sums={head.sums} />}
      <ClaimButton id={head.id} account={account} />
      <h3>{t('stops.insolvency.before')}</h3>
      <Items label={t('stops.insolvency.before')} items={before} />
      <h3>{t('stops.insolvency.after')}</h3>
      <Items label={t('stops.insolvency.after')} items={after} />
      {insolvency.rests.map((rest) => (
        <Note key={rest.currency}>
          {t('stops.insolvency.rest', {
            count: rest.items,
            amount: formatMoney({ minor: rest.amount_minor, currency: rest.currency }, locale),
          })}
        </Note>
      ))}
      {insolvency.rests.some((rest) => rest.amount_minor > 0) && <WriteRestsOff account={account} items={items} />}
      {insolvency.entries.length > 0 && <History entries={insolvency.entries} items={items} />}
      {head.sums.some(({ dividends_minor }) => dividends_minor > 0) && (
        <Link to="/settle/$account" params={{ account }}>
          {t('stops.insolvency.settle')}
        </Link>
      )}
    </>
  );
}

/** What the dividends left of the filed items is written off as lost in an insolvency, its tax on lines of its own. */
function WriteRestsOff({ account, items }: { account: string; items: readonly Item[] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const [said, setSaid] = useState('');
  const left = items.filter((item) => item.filed_minor > 0 && item.open_minor > 0);
  if (said !== '') return <Note tone="good">{said}</Note>;
  if (form === 'closed')
    return (
      <div>
        <Button
          variant="default"
          disabled={mode === 'past'}
          data-testid="insolvency-write-off"
          onClick={() => setForm('open')}
        >
          {t('stops.insolvency.writeOff')}
        </Button>
      </div>
    );
  return (
    <WriteOffForm
      account={account}
      transactionIds={left.map((item) => item.transaction_id)}
      begin={{ reason: 'INSOLVENCY', separateTax: 'yes' }}
      onCancel={() => setForm('closed')}
      onDone={setSaid}
    />
  );
}

function Sums({ sums }: { sums: Insolvency['head']['sums'] }) {
  const { t } = useWords();
  const money = (minor: number | null, currency: string) =>
    minor === null ? null : <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('stops.insolvency.filed')}
      rows={sums}
      keyOf={(row) => row.currency}
      columns={[
        {
          id: 'filed',
          header: t('stops.insolvency.filed'),
          align: 'right',
          cell: (row) => money(row.filed_minor, row.currency),
        },
        {
          id: 'admitted',
          header: t('stops.insolvency.admitted'),
          align: 'right',
          cell: (row) => money(row.admitted_minor, row.currency),
        },
        {
          id: 'dividends',
          header: t('stops.insolvency.dividends'),
          align: 'right',
          cell: (row) => money(row.dividends_minor, row.currency),
        },
      ]}
    />
  );
}

function Items({ label, items }: { label: string; items: readonly Item[] }) {
  const { t } = useWords();
  if (items.length === 0) return <p>{t('stops.insolvency.nothing')}</p>;
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <Table
      label={label}
      rows={items}
      keyOf={(row) => String(row.transaction_id)}
      columns={[
        { id: 'document', header: t('stops.document'), cell: (row) => row.document_no },
        { id: 'due', header: t('stops.limitation.due'), cell: (row) => <DayText day={row.due_on} /> },
        {
          id: 'opening',
          header: t('stops.insolvency.atOpening'),
          align: 'right',
          cell: (row) => money(row.opening_minor, row.currency),
        },
        { id: 'open', header: t('stops.open'), align: 'right', cell: (row) => money(row.open_minor, row.currency) },
        {
          id: 'filed',
          header: t('stops.insolvency.filed'),
          align: 'right',
          cell: (row) => money(row.filed_minor, row.currency),
        },
        {
          id: 'dividends',
          header: t('stops.insolvency.dividends'),
          align: 'right',
          cell: (row) => money(row.dividends_minor, row.currency),
        },
      ]}
    />
  );
}

function History({ entries, items }: { entries: Insolvency['entries']; items: readonly Item[] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [reason, setReason] = useState('');
  const [posting, setPosting] = useState<Insolvency['entries'][number] | null>(null);
  const withdraw = useAct('insolvency.withdraw');
  const canWithdraw = (row: Insolvency['entries'][number]) =>
    mode === 'today' && !row.withdrawn && row.kind !== 'withdrawn' && row.posting_id === null;
  return (
    <>
      <Table
        label={t('stops.insolvency.history')}
        rows={entries}
        keyOf={(row) => String(row.id)}
        columns={[
          {
            id: 'kind',
            header: t('stops.insolvency.history'),
            cell: (row) => (
              <>
                {t(`stops.insolvency.entry.${row.kind as 'filed'}`)}
                {row.withdrawn && ` (${t('stops.insolvency.withdrawn')})`}
                {row.posting_id !== null && ` (${t('stops.insolvency.posted')})`}
              </>
            ),
          },
          { id: 'on', header: t('stops.on'), cell: (row) => <DayText day={row.on} /> },
          {
            id: 'amount',
            header: t('stops.insolvency.amount'),
            align: 'right',
            cell: (row) => <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />,
          },
          { id: 'note', header: t('stops.insolvency.note'), cell: (row) => row.note },
          { id: 'by', header: t('stops.by'), cell: (row) => row.entered_by },
          {
            id: 'withdraw',
            header: '',
            align: 'right',
            cell: (row) =>
              canWithdraw(row) && (
                <>
                  {row.kind === 'dividend' && (
                    <Button variant="subtle" size="compact-xs" onClick={() => setPosting(row)}>
                      {t('stops.insolvency.postDividend')}
                    </Button>
                  )}
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    disabled={reason.trim() === ''}
                    onClick={() => withdraw.mutate({ entry_id: row.id, reason }, { onSuccess: () => setReason('') })}
                  >
                    {t('stops.insolvency.withdraw')}
                  </Button>
                </>
              ),
          },
        ]}
      />
      {posting && <PostDividendForm entry={posting} items={items} onDone={() => setPosting(null)} />}
      {entries.some(canWithdraw) && (
        <TextInput
          label={t('stops.insolvency.withdrawWhy')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <FormProblem error={withdraw.error} />
    </>
  );
}

/** Writes the claim to a file that the person chooses. */
function ClaimButton({ id, account }: { id: number; account: string }) {
  const { t } = useWords();
  const claim = useAct('insolvency.claim');
  const write = async () => {
    const { path } = (await send('dialog.save', { purpose: 'paper', suggested: `${account}.pdf` })).ok;
    if (path) await claim.mutateAsync({ id, path });
  };
  return (
    <>
      <div>
        <Button variant="default" loading={claim.isPending} onClick={() => void write().catch(() => undefined)}>
          {t('stops.insolvency.claim')}
        </Button>
      </div>
      {claim.data && <Note tone="good">{t('stops.insolvency.claimWritten')}</Note>}
      <FormProblem error={claim.error} />
    </>
  );
}
