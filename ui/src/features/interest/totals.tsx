import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Table } from '../../kit/table';
import type { NoteTotal } from './types';

/** What notes come to, per currency and side, as the book counts it. */
export function Totals({ totals }: { totals: readonly NoteTotal[] }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  return (
    <Table
      label={t('interest.totals')}
      rows={totals}
      keyOf={(total) => `${total.currency} ${total.side}`}
      columns={[
        { id: 'side', header: t('interest.sideLabel'), cell: (total) => t(`interest.side.${total.side}`) },
        { id: 'currency', header: t('interest.currency'), cell: (total) => total.currency },
        { id: 'notes', header: t('interest.notes'), align: 'right', cell: (total) => number.format(total.notes) },
        {
          id: 'interest',
          header: t('interest.interest'),
          align: 'right',
          cell: (total) => <MoneyText money={{ minor: total.interest_minor, currency: total.currency }} />,
        },
        {
          id: 'fee',
          header: t('interest.fee'),
          align: 'right',
          cell: (total) => <MoneyText money={{ minor: total.fee_minor, currency: total.currency }} />,
        },
      ]}
    />
  );
}
