import i18next from 'i18next';
import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Table } from '../../kit/table';
import type { Adjusted } from './types';

type Line = Adjusted['lines'][number];

/** The lines that an act writes into the journal: what for, on which account, and on which side. */
export function PostedLines({ lines }: { lines: readonly Line[] }) {
  const { t } = useWords();
  const role = (line: Line) => {
    const key = `interest.roleName.${line.role}`;
    return i18next.exists(key) ? t(key as 'interest.roleName.customer') : line.role;
  };
  const side = (line: Line, sign: 1 | -1) =>
    line.amount_minor * sign > 0 ? (
      <MoneyText money={{ minor: Math.abs(line.amount_minor), currency: line.currency }} showCurrency="yes" />
    ) : null;
  return (
    <Table
      label={t('interest.lines')}
      rows={lines}
      keyOf={(line) => `${line.role} ${line.account} ${line.amount_minor}`}
      columns={[
        { id: 'role', header: t('interest.role'), cell: role },
        { id: 'ledger', header: t('interest.ledger'), cell: (line) => line.account || t('interest.noLedger') },
        { id: 'debit', header: t('interest.debit'), align: 'right', cell: (line) => side(line, 1) },
        { id: 'credit', header: t('interest.creditSide'), align: 'right', cell: (line) => side(line, -1) },
      ]}
    />
  );
}
