import type { TFunction } from 'i18next';
import type { Column } from '../../kit/grid/columns';
import { Tag } from '../../kit/tag';
import type { BankLineRow } from './types';

/** The columns of the list of lines; the best proposal is in sight beside what the bank said. */
export function lineColumns(t: TFunction): Column<BankLineRow>[] {
  return [
    { id: 'booking_on', kind: 'day', header: t('bank.bookingOn'), width: 98, value: (row) => row.booking_on },
    {
      id: 'amount',
      kind: 'money',
      header: t('bank.amount'),
      width: 116,
      value: (row) => row.amount_minor,
      currency: (row) => row.currency,
    },
    {
      id: 'currency',
      kind: 'text',
      header: t('bank.currencyShort'),
      width: 64,
      sort: 'no',
      value: (row) => row.currency,
    },
    {
      id: 'payer',
      kind: 'link',
      header: t('bank.payer'),
      width: 160,
      show: 'always',
      value: (row) => row.payer_name || row.payer_account || t('bank.nobodyNamed'),
    },
    {
      id: 'best',
      kind: 'text',
      header: t('bank.best'),
      fit: 'grow',
      width: 190,
      sort: 'no',
      filter: 'no',
      value: (row) => whatItIs(row, t),
      render: (row) => <Best row={row} />,
    },
    {
      id: 'remittance',
      kind: 'text',
      header: t('bank.remittance'),
      show: 'on_request',
      width: 260,
      sort: 'no',
      value: (row) => row.remittance || row.reference,
    },
    {
      id: 'value_on',
      kind: 'day',
      header: t('bank.valueOn'),
      show: 'on_request',
      value: (row) => row.value_on,
    },
    {
      id: 'payer_account',
      kind: 'text',
      header: t('bank.payerAccount'),
      show: 'on_request',
      sort: 'no',
      value: (row) => row.payer_account,
    },
    {
      id: 'bank_account',
      kind: 'text',
      header: t('bank.ownAccount'),
      show: 'on_request',
      sort: 'no',
      value: (row) => row.bank_account,
    },
    {
      id: 'note',
      kind: 'text',
      header: t('bank.note'),
      show: 'on_request',
      sort: 'no',
      value: (row) => row.note,
    },
  ];
}

function whatItIs(row: BankLineRow, t: TFunction): string {
  if (row.accounts.length > 0) return row.accounts.join(', ');
  const { best } = row;
  if (!best) return row.state === 'open' ? t('bank.noProposal') : '';
  return [best.name, ...best.documents].join(', ');
}

function Best({ row }: { row: BankLineRow }) {
  const { best } = row;
  if (row.accounts.length > 0) return <span className="tabular">{row.accounts.join(', ')}</span>;
  if (!best) return null;
  const documents = best.documents.slice(0, 2).join(', ');
  const more = best.documents.length > 2 ? ' …' : '';
  return (
    <Tag tone={best.confidence === 'exact' ? 'good' : 'plain'} sign={best.confidence === 'exact' ? '●' : '○'}>
      {documents === '' ? best.name : `${documents}${more}`}
    </Tag>
  );
}
