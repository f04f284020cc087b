import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { useReturnReason } from '../../kit/return-reasons';
import { Answered, EmptyState } from '../../kit/states';
import { Table } from '../../kit/table';

/** Payments that came back: each waits as a task, with the reason in words and the payment that it takes back. */
export function Returns({ onOpen }: { onOpen: (lineId: number) => void }) {
  const { t } = useWords();
  const returns = useAsk('bank.returns', {});
  const reason = useReturnReason();
  return (
    <Answered answer={returns}>
      {({ returns: rows }) =>
        rows.length === 0 ? (
          <EmptyState title={t('bank.none.returned')} text={t('bank.noReturnsText')} />
        ) : (
          <Table
            label={t('bank.show.returned')}
            rows={rows}
            keyOf={(row) => String(row.line_id)}
            onOpen={(row) => onOpen(row.line_id)}
            columns={[
              { id: 'on', header: t('bank.bookingOn'), opens: 'yes', cell: (row) => <DayText day={row.booking_on} /> },
              {
                id: 'amount',
                header: t('bank.amount'),
                align: 'right',
                cell: (row) => (
                  <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
                ),
              },
              { id: 'payer', header: t('bank.payer'), cell: (row) => row.payer_name || row.payer_account },
              { id: 'why', header: t('bank.returnedWhy'), cell: (row) => reason(row.reason_code, row.reason_text) },
              {
                id: 'payment',
                header: t('bank.returnedPayment'),
                cell: (row) =>
                  row.payment ? (
                    <>
                      {row.payment.document_no ?? <DayText day={row.payment.booking_on} />}{' '}
                      {row.payment.name && `${row.payment.name} (${row.payment.account})`}
                      {row.payment.documents.length > 0 && ` · ${row.payment.documents.join(', ')}`}
                    </>
                  ) : (
                    t('bank.returnedUnknown')
                  ),
              },
              {
                id: 'besides',
                header: t('bank.besides'),
                align: 'right',
                cell: (row) =>
                  row.payment && row.payment.besides_minor !== 0 ? (
                    <MoneyText
                      money={{ minor: row.payment.besides_minor, currency: row.currency }}
                      showCurrency="yes"
                    />
                  ) : null,
              },
              {
                id: 'times',
                header: t('bank.returnsBefore'),
                align: 'right',
                cell: (row) => String(row.returns_of_customer),
              },
            ]}
          />
        )
      }
    </Answered>
  );
}
