import type { TFunction } from 'i18next';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { MoneyText } from './figures';
import { Table } from './table';

type Entry = ResponseOf<'payments.return_preview'>['entries'][number];
type Line = Entry['lines'][number] & { id: string; document: string; currency: string };

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
    })),
  );
  const side = (line: Line, shown: 'debit' | 'credit') =>
    line.amount_minor > 0 === (shown === 'debit') ? (
      <MoneyText money={{ minor: Math.abs(line.amount_minor), currency: line.currency }} showCurrency="yes" />
    ) : null;
  return (
    <Table
      label={t('entries.title')}
      rows={lines}
      keyOf={(line) => line.id}
      columns={[
        { id: 'document', header: t('entries.document'), cell: (line) => line.document },
        { id: 'account', header: t('entries.account'), cell: (line) => accountOf(line, t) },
        { id: 'debit', header: t('entries.debit'), align: 'right', cell: (line) => side(line, 'debit') },
        { id: 'credit', header: t('entries.credit'), align: 'right', cell: (line) => side(line, 'credit') },
      ]}
    />
  );
}

/** What the account is for, and which it is; one that is not set up yet says so. */
function accountOf(line: Line, t: TFunction): string {
  const role = t(`entries.role.${line.role as 'customer'}`);
  const which = [line.key, line.account].filter((text, at, all) => text !== '' && all.indexOf(text) === at);
  const named = [role, ...which].join(' · ');
  return line.account === '' ? `${named} · ${t('entries.noAccount')}` : named;
}
