import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { DayField } from './fields/day-field';
import { MoneyText } from './figures';
import { Fields, FormActs } from './form';
import type { Day } from './format/day';
import { PostedEntries } from './posted-entries';
import { PostingView } from './posting';
import { useFieldProblems } from './problem-words';
import { RETURN_CODES, useReturnReason } from './return-reasons';
import { Facts } from './side';
import { FormProblem, Loading, Note } from './states';

type Returned = ResponseOf<'payments.return_preview'>;

type PaymentReturnProps = {
  transactionId: number;
  onCancel: () => void;
  onDone: (returned: Returned) => void;
};

/** A payment that the bank gave back: what that does is shown before it is done. */
export function PaymentReturn({ transactionId, onCancel, onDone }: PaymentReturnProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const reasonOf = useReturnReason();
  const [on, setOn] = useState<Day | null>(state.today);
  const [code, setCode] = useState<string | null>('AM04');
  const [text, setText] = useState('');
  const request = { transaction_id: transactionId, returned_on: on, reason_code: code ?? '', reason_text: text };
  // The typed reason changes nothing of what is posted: it is not asked for with every letter.
  const preview = useAsk('payments.return_preview', { ...request, reason_text: '' }, { meanwhile: 'previous' });
  const post = useAct('payments.return');
  const problem = useFieldProblems(preview.error ?? post.error);
  return (
    <form
      data-testid="payment-return"
      onSubmit={(event) => {
        event.preventDefault();
        post.mutate(request, { onSuccess: onDone });
      }}
    >
      <p>{t('returns.about')}</p>
      <Fields columns={2}>
        <DayField
          label={t('returns.on')}
          value={on}
          today={state.today}
          max={state.today}
          error={problem('returned_on')}
          onChange={setOn}
          focus="first"
        />
        <Select
          label={t('returns.reason')}
          data={RETURN_CODES.map((value) => ({ value, label: reasonOf(value, '') }))}
          value={code}
          searchable
          clearable
          onChange={setCode}
        />
      </Fields>
      <TextInput
        label={t('returns.reasonText')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {preview.error ? (
        <FormProblem error={preview.error} />
      ) : preview.data ? (
        <ReturnView returned={preview.data} />
      ) : (
        <Loading />
      )}
      <FormActs>
        <Button type="submit" loading={post.isPending} disabled={preview.error !== null || preview.data === undefined}>
          {t('returns.post')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={post.error} />
      </FormActs>
    </form>
  );
}

/** What a return does: what is charged, what is open then, and the lines of the journal. */
export function ReturnView({ returned }: { returned: Returned }) {
  const { t } = useWords();
  const reasonOf = useReturnReason();
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <>
      <Facts
        facts={[
          ...returned.returns.flatMap((one) => [
            { name: t('returns.payment'), value: `${one.document_no} · ${one.name} (${one.account})` },
            { name: t('returns.amount'), value: money(one.amount_minor, one.currency) },
            ...(one.reason_code || one.reason_text
              ? [{ name: t('returns.reason'), value: reasonOf(one.reason_code, one.reason_text) }]
              : []),
          ]),
          ...(returned.charges.length === 0
            ? [{ name: t('returns.charge'), value: t('returns.noCharge') }]
            : returned.charges.map((charge) => ({
                name: charge.text,
                value: money(charge.amount_minor, charge.currency),
              }))),
          ...(returned.besides_minor > 0
            ? [{ name: t('bank.besides'), value: money(returned.besides_minor, returned.returns[0]?.currency ?? '') }]
            : []),
          { name: t('returns.times'), value: String(returned.returns_of_customer) },
        ]}
      />
      {returned.promises_broken > 0 && (
        <Note tone="warn">{t('returns.promisesBroken', { count: returned.promises_broken })}</Note>
      )}
      {returned.promises_open_again > 0 && (
        <Note>{t('returns.promisesAgain', { count: returned.promises_open_again })}</Note>
      )}
      <PostingView posting={returned.posting} />
      <PostedEntries entries={returned.entries} />
    </>
  );
}
