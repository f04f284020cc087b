import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { MoneyText } from './figures';
import { RecoveryForm } from './recovery-form';
import { Drawer } from './side';
import { Note } from './states';

export type Recoverable = ResponseOf<'write_offs.recoverable'>['found'][number];

/** What names a written-off document: a credit of the customer that can be taken as a recovery, with its form. */
export function RecoveryHints({ found }: { found: readonly Recoverable[] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [chosen, setChosen] = useState<Recoverable | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const done = (words: string) => {
    setSaid(words);
    setChosen(null);
  };
  return (
    <>
      {said && <Note tone="good">{said}</Note>}
      {mode === 'today' &&
        found.map(
          (one) =>
            one.credit && (
              <Note key={`${one.write_off_id} ${one.credit.transaction_id}`} tone="warn">
                {t('writeOffs.creditNames', {
                  credit: one.credit.document_no,
                  documents: one.documents.join(', '),
                  number: one.number,
                })}{' '}
                <MoneyText money={{ minor: one.left_minor, currency: one.currency }} showCurrency="yes" />{' '}
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => setChosen(one)}
                  data-testid="recovery-proposed"
                >
                  {t('writeOffs.recover')}
                </Button>
              </Note>
            ),
        )}
      <Drawer
        title={t('writeOffs.recoveryTitle')}
        state={chosen ? 'open' : 'closed'}
        onClose={() => setChosen(null)}
        width="wide"
      >
        {chosen?.credit && (
          <RecoveryForm
            account={chosen.account}
            credit={{ ...chosen.credit, currency: chosen.currency }}
            writeOffId={chosen.write_off_id}
            onCancel={() => setChosen(null)}
            onDone={done}
          />
        )}
      </Drawer>
    </>
  );
}

/** The open credits of a customer that name something written off. */
export function RecoveryHintsOf({ account }: { account: string }) {
  const found = useAsk('write_offs.recoverable', { line_id: null, account });
  return <RecoveryHints found={found.data?.found ?? []} />;
}
