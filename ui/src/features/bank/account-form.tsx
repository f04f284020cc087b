import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

type Account = ResponseOf<'bank.accounts'>['accounts'][number];

/** An own bank account. */
export function AccountForm({ stored, onDone }: { stored: Account | null; onDone: () => void }) {
  const { t } = useWords();
  const save = useAct('bank.account_save');
  const problem = useFieldProblems(save.error);
  const [form, setForm] = useState({
    id: stored?.id ?? null,
    number: stored?.number ?? '',
    bic: stored?.bic ?? '',
    name: stored?.name ?? '',
    currency: stored?.currency ?? '',
    ledger_account: stored?.ledger_account ?? '',
    charges_group: stored?.charges_group ?? '',
    returns: stored?.returns ?? ('allowed' as const),
  });
  const groups = useAsk('charges.groups', {});
  const field = (name: 'number' | 'bic' | 'name' | 'currency' | 'ledger_account', label: string) => (
    <TextInput
      label={label}
      value={form[name]}
      error={problem(name)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setForm((now) => ({ ...now, [name]: value }));
      }}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...form, currency: form.currency.trim() || null }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        {field('number', t('bank.number'))}
        {field('name', t('bank.name'))}
        {field('bic', t('bank.bic'))}
        {field('currency', t('bank.currency'))}
        {field('ledger_account', t('bank.ledgerAccount'))}
        <Select
          label={t('returns.groupOfAccount')}
          description={t('returns.groupOfAccountAbout')}
          data={(groups.data?.groups ?? []).map(({ code, description }) => ({
            value: code,
            label: [code, description].filter(Boolean).join(' · '),
          }))}
          value={form.charges_group || null}
          clearable
          error={problem('charges_group')}
          onChange={(value) => setForm((now) => ({ ...now, charges_group: value ?? '' }))}
        />
        <Checkbox
          label={t('returns.allowed')}
          checked={form.returns === 'allowed'}
          onChange={(event) => {
            const returns = event.currentTarget.checked ? 'allowed' : 'forbidden';
            setForm((now) => ({ ...now, returns }));
          }}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('bank.save')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
