import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { CustomerField } from '../../kit/customer-field';
import { DayText, MoneyText } from '../../kit/figures';
import { Section } from '../../kit/page';
import { ReturnView } from '../../kit/payment-return';
import { useProblemWords } from '../../kit/problem-words';
import { Answered, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './bank.module.css';
import type { BankLine } from './types';

type Payment = ResponseOf<'bank.return_payments'>['payments'][number];

/** Refusals after which a person has to say which payment came back. */
const UNKNOWN = ['return_payment_unknown', 'return_payment_not_posted'];

/** A payment that came back: what confirming does is shown with the payment and the reason of the bank. */
export function GivenBack({ line, onNext }: { line: BankLine; onNext: (lineId: number | null) => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [chosen, setChosen] = useState<number | null>(null);
  const [choice, setChoice] = useState<'open' | 'closed'>('closed');
  const request = { line_id: line.line.line_id, transaction_id: chosen, note: '' };
  const preview = useAsk('bank.return_preview', request, { when: mode === 'today' ? 'now' : 'later' });
  const post = useAct('bank.return', () => onNext(line.next_line_id));
  const confirm = () => post.mutate(request);
  const ready = mode === 'today' && preview.data !== undefined && !preview.isError;
  const unknown = chosen === null && UNKNOWN.includes(preview.error?.code ?? '');
  const choose = () => setChoice('open');
  useActions(
    mode === 'past'
      ? []
      : [
          ...(ready
            ? [{ id: 'bank.return', label: t('returns.post'), group: 'page' as const, keys: 'c', run: confirm }]
            : []),
          { id: 'bank.returnOf', label: t('bank.chooseReturned'), group: 'page', keys: 'h', run: choose },
        ],
  );
  return (
    <>
      {unknown ? (
        <Note tone="warn">{t('bank.returnedUnknownText')}</Note>
      ) : (
        (post.error ?? preview.error) && <Problem error={(post.error ?? preview.error) as never} />
      )}
      {mode === 'today' && (unknown || choice === 'open' || chosen !== null) && (
        <WhichPayment line={line} chosen={chosen} onChoose={setChosen} />
      )}
      {ready && preview.data && <ReturnView returned={preview.data} />}
      <div className={classes.acts}>
        <Button disabled={!ready} loading={post.isPending} onClick={confirm} data-testid="bank-return">
          {t('returns.post')}
        </Button>
        {!unknown && choice === 'closed' && chosen === null && (
          <Button variant="default" disabled={mode === 'past'} onClick={choose} data-testid="bank-return-choose">
            {t('bank.chooseReturned')}
          </Button>
        )}
      </div>
    </>
  );
}

type WhichProps = { line: BankLine; chosen: number | null; onChoose: (transactionId: number) => void };

/** The customer is found as one types, then the payment among theirs that the line can have given back. */
function WhichPayment({ line, chosen, onChoose }: WhichProps) {
  const { t } = useWords();
  const [account, setAccount] = useState<string | null>(null);
  const asked = { line_id: line.line.line_id, account: account ?? '' };
  const payments = useAsk('bank.return_payments', asked, { when: account === null ? 'later' : 'now' });
  return (
    <Section title={t('bank.whichPayment')}>
      <CustomerField label={t('bank.whichCustomer')} onChoose={setAccount} />
      {account === null ? (
        <Note>{t('bank.chooseReturnedHint')}</Note>
      ) : (
        <Answered answer={payments}>
          {(found) =>
            found.payments.length === 0 ? (
              <Note>{t('bank.noReturnable')}</Note>
            ) : (
              <Payments rows={found.payments} currency={line.line.currency} chosen={chosen} onChoose={onChoose} />
            )
          }
        </Answered>
      )}
    </Section>
  );
}

type PaymentsProps = {
  rows: readonly Payment[];
  currency: string;
  chosen: number | null;
  onChoose: WhichProps['onChoose'];
};

function Payments({ rows, currency, chosen, onChoose }: PaymentsProps) {
  const { t } = useWords();
  const words = useProblemWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('bank.whichPayment')}
      rows={rows}
      keyOf={(row) => String(row.transaction_id)}
      tone={(row) => (row.transaction_id === chosen ? 'chosen' : 'plain')}
      columns={[
        {
          id: 'choose',
          header: '',
          cell: (row) => (
            <Radio
              name="returned-payment"
              aria-label={row.document_no}
              checked={row.transaction_id === chosen}
              disabled={row.refusal !== null}
              onChange={() => onChoose(row.transaction_id)}
            />
          ),
        },
        { id: 'document', header: t('bank.returnedPayment'), cell: (row) => row.document_no },
        { id: 'on', header: t('bank.paidOn'), cell: (row) => <DayText day={row.paid_on} /> },
        { id: 'amount', header: t('bank.amount'), align: 'right', cell: (row) => money(row.amount_minor) },
        {
          id: 'besides',
          header: t('bank.besides'),
          align: 'right',
          cell: (row) => (row.besides_minor === 0 ? null : money(row.besides_minor)),
        },
        {
          id: 'why',
          header: t('bank.whyNotReturned'),
          cell: (row) => row.refusal && words(new RefusedError(row.refusal)).what,
        },
      ]}
    />
  );
}
