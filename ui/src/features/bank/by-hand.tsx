import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { MoneyText } from '../../kit/figures';
import { type Mark, Marking } from '../../kit/marking';
import { PostingView } from '../../kit/posting';
import { Answered, Note, Problem } from '../../kit/states';
import type { BankLine } from './types';

type Part = Mark & { document_no: string };

/** A line that no proposal fits: documents of one or several customers are marked, and a rest stays on an account. */
export function ByHand({ line, onDone }: { line: BankLine; onDone: (next: number | null) => void }) {
  const { t } = useWords();
  const first = line.proposals[0];
  const [account, setAccount] = useState<string | null>(
    first?.parts[0]?.account ?? first?.on_account[0]?.account ?? null,
  );
  const [parts, setParts] = useState<Part[]>([]);
  const confirm = useAct('bank.confirm', (done) => onDone(done.next_line_id));
  const request = {
    line_id: line.line.line_id,
    rank: null,
    parts: parts.map((part) => ({
      document_id: part.transaction_id,
      amount_minor: part.amount_minor,
      discount_minor: part.discount_minor,
      difference_minor: 0,
    })),
    // What the marked documents do not take stays with the customer that is shown.
    on_account: account === null ? [] : [{ account, amount_minor: null }],
    over_minor: 0,
    note: '',
  };
  const preview = useAsk('bank.confirm_preview', request, {
    when: account === null && parts.length === 0 ? 'later' : 'now',
    meanwhile: 'previous',
  });
  return (
    <>
      <p>
        <MoneyText money={{ minor: line.line.amount_minor, currency: line.line.currency }} showCurrency="yes" />{' '}
        {line.line.payer_name} · {line.line.remittance}
      </p>
      <CustomerField label={t('bank.whichCustomer')} onChoose={setAccount} />
      {account === null ? (
        <Note>{t('bank.chooseCustomer')}</Note>
      ) : (
        <Items key={account} account={account} currency={line.line.currency} parts={parts} onParts={setParts} />
      )}
      {parts.length > 0 && (
        <Note>{t('bank.marked', { documents: parts.map((part) => part.document_no).join(', ') })}</Note>
      )}
      {preview.error ? <Problem error={preview.error} /> : preview.data && <PostingView posting={preview.data} />}
      {confirm.error && <Problem error={confirm.error} />}
      <div>
        <Button
          disabled={!preview.data || preview.error !== null}
          loading={confirm.isPending}
          onClick={() => confirm.mutate(request)}
        >
          {t('bank.post')}
        </Button>
      </div>
    </>
  );
}

type ItemsProps = { account: string; currency: string; parts: readonly Part[]; onParts: (parts: Part[]) => void };

function Items({ account, currency, parts, onParts }: ItemsProps) {
  const { t } = useWords();
  const items = useAsk('settlement.open_items', { account, currency, settled_on: null });
  return (
    <Answered answer={items}>
      {(data) => {
        const own = [...data.debits, ...data.credits];
        const ids = new Set(own.map((item) => item.transaction_id));
        const numberOf = (id: number) => own.find((item) => item.transaction_id === id)?.document_no ?? '';
        if (own.length === 0) return <Note>{t('bank.nothingOpen', { account: data.account, name: data.name })}</Note>;
        return (
          <Marking
            label={t('bank.openOf', { account: data.account, name: data.name })}
            items={own}
            currency={currency}
            marks={parts.filter((part) => ids.has(part.transaction_id))}
            onMarks={(marks) =>
              onParts([
                ...parts.filter((part) => !ids.has(part.transaction_id)),
                ...marks.map((mark) => ({ ...mark, document_no: numberOf(mark.transaction_id) })),
              ])
            }
            discounts="offered"
          />
        );
      }}
    </Answered>
  );
}
