import type { TFunction } from 'i18next';
import type { ListingTotals } from '../../data/listing';
import type { Column } from '../../kit/grid/columns';
import type { ResponseOf } from '../../wire/commands';
import { StatusTag } from './tags';
import { type NoteRow, STATUSES, statusOf } from './types';

/** One totals line per currency and side; the grid shows them one below the other. */
export function noteTotals(listing: ResponseOf<'interest.notes'>, t: TFunction): ListingTotals[] {
  return listing.totals.map((total) => ({
    currency: total.currency,
    label: `${t(`interest.side.${total.side}`)} ${total.currency}`,
    figures: { interest: total.interest_minor, fee: total.fee_minor },
  }));
}

export function noteColumns(t: TFunction): Column<NoteRow>[] {
  const currency = (row: NoteRow) => row.currency;
  const statuses = STATUSES.map((value) => ({ value: value as string, label: t(`interest.status.${value}`) }));
  const sides = (['earnings', 'payments'] as const).map((value) => ({
    value: value as string,
    label: t(`interest.side.${value}`),
  }));
  return [
    { id: 'account', kind: 'text', header: t('interest.account'), width: 96, value: (row) => row.account },
    { id: 'name', kind: 'link', header: t('interest.customer'), fit: 'grow', show: 'always', value: (row) => row.name },
    { id: 'note_no', kind: 'text', header: t('interest.number'), width: 116, value: (row) => row.note_no },
    {
      id: 'status',
      kind: 'text',
      header: t('interest.statusLabel'),
      width: 106,
      choices: statuses,
      value: (row) => t(`interest.status.${statusOf(row.status)}`),
      render: (row) => <StatusTag status={row.status} />,
    },
    { id: 'code', kind: 'text', header: t('interest.code'), width: 100, value: (row) => row.code },
    { id: 'to_on', kind: 'day', header: t('interest.toOn'), value: (row) => row.to_on },
    { id: 'items', kind: 'count', header: t('interest.items'), width: 72, value: (row) => row.items },
    { id: 'interest', kind: 'money', header: t('interest.interest'), value: (row) => row.interest_minor, currency },
    { id: 'fee', kind: 'money', header: t('interest.fee'), width: 96, value: (row) => row.fee_minor, currency },
    { id: 'currency', kind: 'text', header: t('interest.currency'), width: 80, value: currency },
    { id: 'posted_on', kind: 'day', header: t('interest.postedOn'), value: (row) => row.posted_on },
    {
      id: 'side',
      kind: 'text',
      header: t('interest.sideLabel'),
      show: 'on_request',
      sort: 'no',
      filter: 'no',
      choices: sides,
      value: (row) => t(`interest.side.${row.side}`),
    },
    {
      id: 'waived',
      kind: 'money',
      header: t('interest.waived'),
      show: 'on_request',
      sort: 'no',
      filter: 'no',
      value: (row) => row.waived_minor,
      currency,
    },
    {
      id: 'reversed',
      kind: 'money',
      header: t('interest.reversed'),
      show: 'on_request',
      sort: 'no',
      filter: 'no',
      value: (row) => row.reversed_minor,
      currency,
    },
  ];
}
