import { useWords } from '../../i18n';
import { MoneyText } from '../../kit/figures';
import { Table } from '../../kit/table';
import type { LetterTotal } from './types';

/** How many letters of which code, and what they claim. */
export function TotalsByCode({ totals }: { totals: readonly LetterTotal[] }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  const money = (total: LetterTotal, minor: number) => <MoneyText money={{ minor, currency: total.currency }} />;
  return (
    <Table
      label={t('letters.totals')}
      rows={totals}
      keyOf={(total) => `${total.currency} ${total.code}`}
      columns={[
        { id: 'code', header: t('letters.codeLabel'), cell: (total) => t(`letters.code.${total.code}`) },
        { id: 'currency', header: t('letters.currency'), cell: (total) => total.currency },
        { id: 'letters', header: t('letters.letters'), align: 'right', cell: (total) => number.format(total.letters) },
        {
          id: 'items',
          header: t('letters.itemsSum'),
          align: 'right',
          cell: (total) => money(total, total.items_minor),
        },
        { id: 'fee', header: t('letters.fee'), align: 'right', cell: (total) => money(total, total.fee_minor) },
        {
          id: 'total',
          header: t('letters.claimed'),
          align: 'right',
          cell: (total) => <strong>{money(total, total.total_minor)}</strong>,
        },
      ]}
    />
  );
}
