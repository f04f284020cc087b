import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { useReasonSentence } from './figures';
import type { Explained } from './types';

type One = Explained['reasons'][number];
const STILL = {
  valid: { tone: 'bad', sign: '✓' },
  new: { tone: 'bad', sign: '+' },
  cleared: { tone: 'good', sign: '○' },
  cleared_by_threshold: { tone: 'good', sign: '○' },
} as const;

/** The reasons with their ticks, each with its figures and the documents behind them. */
export function Reasons({ explained }: { explained: Explained }) {
  const { t } = useWords();
  return (
    <Section title={t('holds.reasons')}>
      <ReasonList reasons={explained.reasons} currency={explained.hold.currency} account={explained.hold.account} />
    </Section>
  );
}

type ReasonListProps = {
  reasons: readonly One[];
  currency: string;
  /** Whose documents are the customer's own; where missing each says whose it is. */
  account?: string;
};

/** Reasons one below the other. */
export function ReasonList({ reasons, currency, account = '' }: ReasonListProps) {
  return reasons.map((one) => (
    <Reason
      key={`${one.reason.code} ${one.reason.rule_id ?? ''}`}
      one={one}
      currency={currency}
      account={account || (one.transactions[0]?.account ?? '')}
    />
  ));
}

function Reason({ one, currency, account }: { one: One; currency: string; account: string }) {
  const { t } = useWords();
  const sentence = useReasonSentence();
  const { reason } = one;
  const still = (reason.still in STILL ? reason.still : 'valid') as keyof typeof STILL;
  return (
    <article data-testid="hold-reason" data-still={reason.still}>
      <h3>
        <Tag tone={STILL[still].tone} sign={STILL[still].sign}>
          {t(`holds.stillName.${still}`)}
        </Tag>{' '}
        {t(`holds.reasonName.${reason.code}`)}
      </h3>
      <p>{[sentence(reason), reason.route && `${t('holds.route')}: ${reason.route}`].filter(Boolean).join(' · ')}</p>
      {one.transactions.length > 0 && (
        <Table
          label={t('holds.transactions')}
          rows={one.transactions}
          keyOf={(row) => `${row.transaction_id} ${row.due_on}`}
          columns={[
            // Another member's, where the days of a whole group count.
            ...(one.transactions.some((row) => row.account !== account)
              ? [
                  {
                    id: 'account',
                    header: t('orders.account'),
                    cell: (row: One['transactions'][number]) => row.account,
                  },
                ]
              : []),
            { id: 'document', header: t('holds.document'), cell: (row) => row.document_no },
            { id: 'due', header: t('holds.due'), cell: (row) => <DayText day={row.due_on} /> },
            { id: 'days', header: t('holds.daysLate'), align: 'right', cell: (row) => row.days_overdue },
            {
              id: 'open',
              header: t('holds.openThen'),
              align: 'right',
              cell: (row) => <MoneyText money={{ minor: row.open_minor, currency }} />,
            },
            {
              id: 'disputed',
              header: t('holds.disputed'),
              align: 'right',
              cell: (row) => <MoneyText money={{ minor: row.disputed_minor, currency }} />,
            },
          ]}
        />
      )}
    </article>
  );
}
