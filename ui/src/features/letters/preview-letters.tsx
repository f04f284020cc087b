import { useWords } from '../../i18n';
import { DaysOverdue, MoneyText } from '../../kit/figures';
import { Table } from '../../kit/table';
import classes from './letters.module.css';
import type { PreviewLetter } from './types';

/** Who would get which letter. */
export function PreviewLetters({ letters, count }: { letters: readonly PreviewLetter[]; count: number }) {
  const { t, locale } = useWords();
  const number = new Intl.NumberFormat(locale);
  return (
    <>
      <Table
        label={t('letters.whoGets', { count })}
        rows={letters}
        keyOf={(letter) => `${letter.customer_id} ${letter.currency} ${letter.code}`}
        columns={[
          { id: 'account', header: t('letters.account'), cell: (letter) => letter.account },
          { id: 'name', header: t('letters.customer'), cell: (letter) => letter.name },
          { id: 'code', header: t('letters.codeLabel'), cell: (letter) => t(`letters.code.${letter.code}`) },
          {
            id: 'items',
            header: t('letters.items'),
            align: 'right',
            cell: (letter) => number.format(letter.items_count),
          },
          {
            id: 'oldest',
            header: t('letters.oldest'),
            align: 'right',
            cell: (letter) => <DaysOverdue days={letter.oldest_days_overdue} />,
          },
          {
            id: 'fee',
            header: t('letters.fee'),
            align: 'right',
            cell: (letter) => <MoneyText money={{ minor: letter.fee_minor, currency: letter.currency }} />,
          },
          {
            id: 'total',
            header: t('letters.claimed'),
            align: 'right',
            cell: (letter) => (
              <MoneyText money={{ minor: letter.total_minor, currency: letter.currency }} showCurrency="yes" />
            ),
          },
        ]}
      />
      {letters.length < count && (
        <p className={classes.more}>
          {t('letters.firstOf', { shown: number.format(letters.length), count: number.format(count) })}
        </p>
      )}
    </>
  );
}
