import type { TFunction } from 'i18next';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { MoneyText } from './figures';
import { Note } from './states';
import { Table } from './table';

type Journal = ResponseOf<'interest.post_preview'>['journal'];
type Entry = Journal['entries'][number];
type Side = { account: string; currency: string; debit: number; credit: number; key: string; role: string };

/** The lines of the journal that an act writes, before or after it does: debits at the left, credits at the right. */
export function PostedEntries({ entries }: { entries: readonly Entry[] }) {
  const { t } = useWords();
  if (entries.length === 0) return null;
  const lines = entries.flatMap((entry) =>
    entry.lines.map((line, at) => ({
      ...line,
      id: `${entry.number} ${at}`,
      document: entry.document_no,
      currency: entry.currency,
      debit: Math.max(line.amount_minor, 0),
      credit: Math.max(-line.amount_minor, 0),
    })),
  );
  return (
    <Table
      label={t('entries.title')}
      rows={lines}
      keyOf={(line) => line.id}
      columns={[
        { id: 'document', header: t('entries.document'), cell: (line) => line.document },
        { id: 'account', header: t('entries.account'), cell: (line) => accountOf(line, t) },
        { id: 'debit', header: t('entries.debit'), align: 'right', cell: (line) => amount(line, 'debit') },
        { id: 'credit', header: t('entries.credit'), align: 'right', cell: (line) => amount(line, 'credit') },
      ]}
    />
  );
}

/** What an act over many customers posts: its lines, or, where these are too many to be read, what each account gets. */
export function PostedJournal({ journal }: { journal: Journal }) {
  const { t } = useWords();
  if (journal.count <= journal.entries.length) return <PostedEntries entries={journal.entries} />;
  const sums = journal.sums.map((sum) => ({ ...sum, debit: sum.debits_minor, credit: sum.credits_minor }));
  return (
    <>
      <Table
        label={t('entries.sums')}
        rows={sums}
        keyOf={(sum) => [sum.role, sum.key, sum.account, sum.currency].join(' ')}
        columns={[
          {
            id: 'account',
            header: t('entries.account'),
            cell: (sum) => (sum.role === 'customer' ? t('entries.customers') : accountOf(sum, t)),
          },
          { id: 'debit', header: t('entries.debit'), align: 'right', cell: (sum) => amount(sum, 'debit') },
          { id: 'credit', header: t('entries.credit'), align: 'right', cell: (sum) => amount(sum, 'credit') },
        ]}
      />
      <Note>{t('entries.many', { count: journal.count })}</Note>
    </>
  );
}

function amount(line: Side, shown: 'debit' | 'credit') {
  if (line[shown] === 0) return null;
  return <MoneyText money={{ minor: line[shown], currency: line.currency }} showCurrency="yes" />;
}

/** What the account is for, and which it is; one that is not set up yet says so. */
function accountOf(line: Side, t: TFunction): string {
  const role = t(`entries.role.${line.role as 'customer'}`);
  const which = [line.key, line.account].filter((text, at, all) => text !== '' && all.indexOf(text) === at);
  const named = [role, ...which].join(' · ');
  return line.account === '' ? `${named} · ${t('entries.noAccount')}` : named;
}
