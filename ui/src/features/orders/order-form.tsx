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
import { type OrderLine, OrderLines } from './order-lines';
import type { Order } from './types';

type OrderFormProps = {
  stored: Order | null;
  /** What is known of a new one already. */
  begun?: Begun | null;
  onDone: (order: Order) => void;
  onCancel: () => void;
};

/** An order that was only asked about. */
export type Begun = { number: string; account: string; currency: string; amount: number | null };

/** An order by hand: it is checked as soon as it is saved. */
export function OrderForm({ stored, begun, onDone, onCancel }: OrderFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const company = state.book?.currency ?? 'EUR';
  const [number, setNumber] = useState(stored?.order_no ?? begun?.number ?? '');
  const [account, setAccount] = useState(stored?.account ?? begun?.account ?? '');
  const [day, setDay] = useState<string | null>(stored?.ordered_on ?? state.today);
  const [currency, setCurrency] = useState(stored?.currency ?? begun?.currency ?? company);
  const [amount, setAmount] = useState(stored?.amount_minor ?? begun?.amount ?? null);
  const [open, setOpen] = useState(stored && stored.open_minor !== stored.amount_minor ? stored.open_minor : null);
  const [tax, setTax] = useState(stored?.tax_minor ?? 0);
  const [prepaid, setPrepaid] = useState(stored?.prepaid_minor ?? 0);
  const [terms, setTerms] = useState(stored?.terms ?? null);
  const [discount, setDiscount] = useState(stored?.discount ?? '');
  const [to, setTo] = useState(stored?.deliver_to ?? '');
  const [suspicion, setSuspicion] = useState(stored?.suspicion ?? 'not_given');
  const [origin, setOrigin] = useState(stored?.origin ?? 'customer');
  // Lines that nobody touched stay as they are: those of a file need not add up as typed ones do.
  const [lines, setLines] = useState<OrderLine[] | null>(null);
  const known = useAsk('terms.list', {});
  const save = useAct('orders.save');
  const problem = useFieldProblems(save.error);
  const submit = () =>
    save.mutate(
      {
        order_no: number,
        ordered_on: day,
        open_minor: open,
        lines,
        order: {
          account,
          currency,
          amount_minor: amount ?? 0,
          tax_minor: tax,
          prepaid_minor: prepaid,
          terms,
          discount: discount.trim() || null,
          deliver_to: to.trim() || null,
          suspicion,
          origin,
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
        <Fields columns={2}>
          <Select
            label={t('orders.suspicion')}
            allowDeselect={false}
            data={(['not_given', 'clear', 'flagged'] as const).map((value) => ({
              value,
              label: t(`orders.suspicionName.${value}`),
            }))}
            value={suspicion}
            onChange={(value) => value && setSuspicion(value as typeof suspicion)}
          />
          <Select
            label={t('orders.origin')}
            allowDeselect={false}
            data={(['customer', 'intercompany'] as const).map((value) => ({
              value,
              label: t(`orders.originName.${value}`),
            }))}
            value={origin}
            onChange={(value) => value && setOrigin(value as typeof origin)}
          />
        </Fields>
        <OrderLines
          lines={lines ?? stored?.lines ?? []}
          currency={currency.length === 3 ? currency : company}
          problem={problem('lines')}
          onChange={setLines}
        />
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
