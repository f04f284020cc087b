import { useMemo } from 'react';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { DocumentWithCopy, useCopies } from './copies';
import { MoneyText } from './figures';
import { Note } from './states';
import { Table } from './table';

type Posting = ResponseOf<'settlement.preview'>;

/**
 * What an act posts, before or after it does: payments, differences, and what is open then. All figures come from the
 * book, which does the act and takes it back for a preview.
 */
export function PostingView({ posting }: { posting: Posting }) {
  const { t } = useWords();
  // What is looked at and left as it is, or made and used up at once, is no news.
  const changed = useMemo(() => posting.open.filter((item) => item.before_minor !== item.after_minor), [posting.open]);
  const ids = useMemo(() => changed.map((item) => item.transaction_id), [changed]);
  const copies = useCopies(ids);
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  const lines = [
    ...posting.payments.map((payment) => ({
      key: `payment ${payment.document_no}`,
      what: t('posting.payment', { number: payment.document_no, name: payment.name }),
      amount: money(payment.amount_minor, payment.currency),
    })),
    ...posting.differences.map((difference) => ({
      key: `difference ${difference.document_no}`,
      what: t(`posting.difference.${difference.kind}`, { number: difference.on_document_no }),
      amount: money(difference.amount_minor, difference.currency),
    })),
  ];
  return (
    <>
      {lines.length > 0 && (
        <Table
          label={t('posting.posted')}
          rows={lines}
          keyOf={(line) => line.key}
          columns={[
            { id: 'what', header: t('posting.posted'), cell: (line) => line.what },
            { id: 'amount', header: t('posting.amount'), align: 'right', cell: (line) => line.amount },
          ]}
        />
      )}
      {changed.length > 0 && (
        <Table
          label={t('posting.openAfter')}
          rows={changed}
          keyOf={(item) => String(item.transaction_id)}
          columns={[
            {
              id: 'document',
              header: t('posting.document'),
              cell: (item) => <DocumentWithCopy document={item} copies={copies} />,
            },
            { id: 'account', header: t('posting.account'), cell: (item) => item.account },
            {
              id: 'before',
              header: t('posting.before'),
              align: 'right',
              cell: (item) => <MoneyText money={{ minor: item.before_minor, currency: item.currency }} />,
            },
            {
              id: 'after',
              header: t('posting.after'),
              align: 'right',
              cell: (item) =>
                item.after_minor === 0 ? (
                  <span>{`✓ ${t('posting.closed')}`}</span>
                ) : (
                  <MoneyText money={{ minor: item.after_minor, currency: item.currency }} />
                ),
            },
          ]}
        />
      )}
      {posting.inferences_replaced.length > 0 && (
        <Note>{t('posting.inferencesReplaced', { documents: posting.inferences_replaced.join(', ') })}</Note>
      )}
    </>
  );
}
