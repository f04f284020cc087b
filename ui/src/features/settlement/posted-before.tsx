import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { formatInstant } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Answered } from '../../kit/states';
import { Table } from '../../kit/table';
import { TakeBackPanel } from '../../kit/take-back';

/** What was settled before, newest first; each can be taken back as a whole, and both stay in the history. */
export function PostedBefore({ account }: { account: string }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const history = useAsk('settlement.history', { account });
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <Answered answer={history}>
      {({ postings }) =>
        postings.length === 0 ? null : (
          <Section title={t('settlement.history')}>
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
                        onClick={() => setChosen(posting.posting_id)}
                        data-testid="settlement-undo"
                      >
                        {t('settlement.undo')}
                      </Button>
                    ),
                },
              ]}
            />
            {chosen !== null && (
              <TakeBackPanel
                key={chosen}
                by="settlement.undo"
                request={{ posting_id: chosen }}
                onDone={() => setChosen(null)}
                onCancel={() => setChosen(null)}
              />
            )}
          </Section>
        )
      }
    </Answered>
  );
}
