import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { Order } from './types';

type OrderFormProps = { stored: Order | null; onDone: (order: Order) => void; onCancel: () => void };

/** An order by hand: it is checked as soon as it is saved. */
export function OrderForm({ stored, onDone, onCancel }: OrderFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const company = state.book?.currency ?? 'EUR';
  const [number, setNumber] = useState(stored?.order_no ?? '');
  const [account, setAccount] = useState(stored?.account ?? '');
  const [day, setDay] = useState<string | null>(stored?.ordered_on ?? state.today);
  const [currency, setCurrency] = useState(stored?.currency ?? company);
  const [amount, setAmount] = useState(stored?.amount_minor ?? null);
  const [open, setOpen] = useState(stored && stored.open_minor !== stored.amount_minor ? stored.open_minor : null);
  const [tax, setTax] = useState(stored?.tax_minor ?? 0);
  const [prepaid, setPrepaid] = useState(stored?.prepaid_minor ?? 0);
  const [terms, setTerms] = useState(stored?.terms ?? null);
  const [discount, setDiscount] = useState(stored?.discount ?? '');
  const [to, setTo] = useState(stored?.deliver_to ?? '');
  const known = useAsk('terms.list', {});
  const save = useAct('orders.save');
  const problem = useFieldProblems(save.error);
  const submit = () =>
    save.mutate(
      {
        order_no: number,
        ordered_on: day,
        open_minor: open,
        lines: stored?.lines ?? [],
        order: {
          account,
          currency,
          amount_minor: amount ?? 0,
          tax_minor: tax,
          prepaid_minor: prepaid,
          terms,
          discount: discount.trim() || null,
          deliver_to: to.trim() || null,
          suspicion: stored?.suspicion ?? 'not_given',
          origin: stored?.origin ?? 'customer',
        },
      },
      { onSuccess: onDone },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('orders.number')}
          value={number}
          disabled={stored !== null}
          error={problem('order_no')}
          onChange={(event) => setNumber(event.currentTarget.value)}
          data-autofocus={stored === null ? true : undefined}
        />
        {stored || account ? (
          <TextInput
            label={t('orders.account')}
            value={account}
            disabled={stored !== null}
            error={problem('account')}
            onChange={(event) => setAccount(event.currentTarget.value)}
          />
        ) : (
          <CustomerField label={t('orders.account')} onChoose={setAccount} />
        )}
        <Fields columns={2}>
          <DayField label={t('orders.day')} value={day} today={state.today} onChange={setDay} />
          <TextInput
            label={t('orders.currency')}
            value={currency}
            maxLength={3}
            error={problem('currency')}
            onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
          />
        </Fields>
        <MoneyField
          label={t('orders.amount')}
          description={t('orders.amountAbout')}
          value={amount}
          currency={currency.length === 3 ? currency : company}
          onChange={setAmount}
        />
        <MoneyField
          label={t('orders.openAmount')}
          description={t('orders.openAbout')}
          empty="allowed"
          value={open}
          currency={currency.length === 3 ? currency : company}
          error={problem('open_minor')}
          onChange={setOpen}
        />
        <Fields columns={2}>
          <MoneyField
            label={t('orders.tax')}
            value={tax}
            currency={currency.length === 3 ? currency : company}
            error={problem('tax_minor')}
            onChange={(minor) => setTax(minor ?? 0)}
          />
          <MoneyField
            label={t('orders.prepaid')}
            value={prepaid}
            currency={currency.length === 3 ? currency : company}
            error={problem('prepaid_minor')}
            onChange={(minor) => setPrepaid(minor ?? 0)}
          />
        </Fields>
        <Fields columns={2}>
          <Select
            label={t('orders.terms')}
            placeholder={t('orders.customersOwn')}
            clearable
            data={(known.data?.terms ?? []).map((row) => ({ value: row.id, label: row.id }))}
            value={terms}
            onChange={setTerms}
          />
          <TextInput
            label={t('orders.discount')}
            placeholder={t('orders.customersOwn')}
            value={discount}
            onChange={(event) => setDiscount(event.currentTarget.value)}
          />
        </Fields>
        <TextInput label={t('orders.deliverTo')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('orders.save')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
