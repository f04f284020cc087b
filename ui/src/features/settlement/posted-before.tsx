import { Button } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Answered, Problem } from '../../kit/states';
import { Table } from '../../kit/table';

/** What was settled before, newest first; each can be taken back as a whole, and both stay in the history. */
export function PostedBefore({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const history = useAsk('settlement.history', { account });
  const undo = useAct('settlement.undo');
  return (
    <Answered answer={history}>
      {({ postings }) =>
        postings.length === 0 ? null : (
          <Section title={t('settlement.history')}>
            {undo.error && <Problem error={undo.error} />}
            <Table
              label={t('settlement.history')}
              rows={postings}
              keyOf={(posting) => String(posting.posting_id)}
              columns={[
                { id: 'on', header: t('settlement.on'), cell: (posting) => <DayText day={posting.settled_on} /> },
                {
                  id: 'what',
                  header: t('settlement.what'),
                  cell: (posting) =>
                    posting.settlements.map((one) => (
                      <div key={`${one.debit_no} ${one.credit_no} ${one.amount_minor}`}>
                        {`${one.credit_no} → ${one.debit_no} `}
                        <MoneyText money={{ minor: one.amount_minor, currency: one.currency }} showCurrency="yes" />
                      </div>
                    )),
                },
                {
                  id: 'who',
                  header: t('settlement.who'),
                  cell: (posting) => `${posting.user} · ${formatInstant(posting.at, locale)}`,
                },
                {
                  id: 'undo',
                  header: '',
                  align: 'right',
                  cell: (posting) =>
                    posting.undone_at ? (
                      t('settlement.takenBack')
                    ) : (
                      <Button
                        variant="subtle"
                        size="compact-sm"
                        disabled={mode === 'past'}
                        loading={undo.isPending && undo.variables?.posting_id === posting.posting_id}
                        onClick={() => undo.mutate({ posting_id: posting.posting_id, reason: '' })}
                      >
                        {t('settlement.undo')}
                      </Button>
                    ),
                },
              ]}
            />
          </Section>
        )
      }
    </Answered>
  );
}
