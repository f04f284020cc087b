import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { formatMoney } from '../../kit/format/money';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Insolvency = ResponseOf<'insolvency.of_customer'>['insolvencies'][number];
type PostDividendProps = {
  entry: Insolvency['entries'][number];
  items: readonly Insolvency['items'][number][];
  onDone: () => void;
};

/** The money of a dividend: a payment that is on the account already, or one that is written now. */
export function PostDividendForm({ entry, items, onDone }: PostDividendProps) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [on, setOn] = useState<string | null>(entry.on);
  const [payment, setPayment] = useState('');
  const post = useAct('insolvency.post_dividend');
  const problem = useFieldProblems(post.error);
  const payments = items.filter((item) => item.open_minor < 0 && item.currency === entry.currency);
  const left = (minor: number) => formatMoney({ minor: Math.abs(minor), currency: entry.currency }, locale);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (on)
          post.mutate(
            { entry_id: entry.id, on, payment_id: payment === '' ? null : Number(payment) },
            { onSuccess: onDone },
          );
      }}
    >
      <p>{t('stops.insolvency.postAbout')}</p>
      <Fields>
        <DayField label={t('stops.on')} value={on} today={state.today} error={problem('on')} onChange={setOn} />
        <Select
          label={t('stops.insolvency.payment')}
          allowDeselect={false}
          data={[
            { value: '', label: t('stops.insolvency.paymentNew') },
            ...payments.map((item) => ({
              value: String(item.transaction_id),
              label: t('stops.insolvency.paymentOf', { document: item.document_no, amount: left(item.open_minor) }),
            })),
          ]}
          value={payment}
          error={problem('payment_id')}
          onChange={(value) => setPayment(value ?? '')}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={post.isPending} disabled={on === null}>
          {t('stops.insolvency.postDividend')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={post.error} />
      </FormActs>
    </form>
  );
}
