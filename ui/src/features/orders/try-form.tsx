import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { CheckAnswer } from './answer';
import type { Begun } from './order-form';
import { STEPS, type Step } from './types';

type TryFormProps = { onSave: (begun: Begun) => void; onCancel: () => void };

/** May this customer order that much: asked without an order. Nothing is kept by it, and nothing goes on hold. */
export function TryForm({ onSave, onCancel }: TryFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [account, setAccount] = useState('');
  const [amount, setAmount] = useState<number | null>(null);
  const [step, setStep] = useState<Step>('confirmation');
  const currency = state.book?.currency ?? 'EUR';
  const ask = useAct('orders.try');
  const problem = useFieldProblems(ask.error);
  // An answer is of its question: with another customer, amount or step it goes.
  const { reset } = ask;
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      reset();
    };
  const submit = () =>
    ask.mutate({
      order_no: t('orders.tryNumber'),
      step,
      mode: 'posting',
      perform: false,
      order: {
        account,
        currency,
        amount_minor: amount ?? 0,
        tax_minor: 0,
        prepaid_minor: 0,
        terms: null,
        discount: null,
        deliver_to: null,
        suspicion: 'not_given',
        origin: 'customer',
      },
    });
  return (
    <form
      data-testid="try-order"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{t('orders.tryAbout')}</p>
      <Fields columns={1}>
        {account ? (
          <TextInput
            label={t('orders.account')}
            value={account}
            error={problem('account')}
            onChange={(event) => change(setAccount)(event.currentTarget.value)}
          />
        ) : (
          <CustomerField label={t('orders.account')} onChoose={change(setAccount)} />
        )}
        <MoneyField
          label={t('orders.amount')}
          description={t('orders.amountAbout')}
          value={amount}
          currency={currency}
          onChange={change(setAmount)}
        />
        <Select
          label={t('orders.checkAt')}
          allowDeselect={false}
          data={STEPS.map((value) => ({ value, label: t(`orders.stepName.${value}`) }))}
          value={step}
          onChange={(value) => value && change(setStep)(value as Step)}
        />
      </Fields>
      {ask.data && <CheckAnswer checked={ask.data} />}
      <FormActs>
        <Button type="submit" loading={ask.isPending} disabled={account === '' || amount === null}>
          {t('orders.tryAsk')}
        </Button>
        {ask.data && (
          <Button variant="default" onClick={() => onSave({ number: '', account, currency, amount })}>
            {t('orders.trySave')}
          </Button>
        )}
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={ask.error} />
      </FormActs>
    </form>
  );
}
