import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { LimitReasonField } from '../../kit/limit-reason-field';
import { FormProblem, Note } from '../../kit/states';
import type { RequestOf } from '../../wire/commands';
import type { Journal } from './journal-page';

type Request = RequestOf<'limits.generate'>;

/** New limits for all customers that have one, or for those that are named. */
export function GenerateForm({ head, onDone }: { head: Journal['head']; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const currency = state.book?.currency ?? 'EUR';
  const temporary = head.kind === 'temporary';
  const [target, setTarget] = useState<'customers' | 'groups'>('customers');
  const [accounts, setAccounts] = useState('');
  const [value, setValue] = useState<'fixed' | 'percent'>('percent');
  const [minor, setMinor] = useState<number | null>(0);
  const [percent, setPercent] = useState(10);
  const [unit, setUnit] = useState<number | null>(1_000);
  const [rounding, setRounding] = useState<Request['rounding']>('up');
  const [method, setMethod] = useState<'absolute' | 'relative'>('absolute');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [fromDays, setFromDays] = useState(0);
  const [days, setDays] = useState(temporary ? 30 : 365);
  const [group, setGroup] = useState<string | null>(null);
  const [riskGroup, setRiskGroup] = useState<string | null>(null);
  const [least, setLeast] = useState<number | null>(null);
  const [most, setMost] = useState<number | null>(null);
  const setup = useAsk('credit.setup', {});
  const risk = useAsk('risk.setup', {});
  const [reason, setReason] = useState<string | null>(null);
  const generate = useAct('limits.generate');
  const ready = reason !== null && (method === 'relative' || (to !== null && (!temporary || from !== null)));
  const run = () => {
    if (!reason) return;
    generate.mutate({
      journal_id: head.id,
      target,
      accounts: accounts.split(/[\s,;]+/).filter(Boolean),
      only: { group, risk_group: riskGroup, from_minor: least, to_minor: most },
      change:
        value === 'fixed'
          ? { value_type: 'fixed', minor: minor ?? 0 }
          : { value_type: 'percent', basis_points: Math.round(percent * 100) },
      unit_minor: unit ?? 1,
      rounding,
      dates:
        method === 'absolute'
          ? { method, from_on: temporary ? from : null, to_on: to ?? state.today }
          : { method, from_days: temporary ? fromDays : null, to_days: days },
      reason,
      comment: '',
    });
  };
  const done = generate.data;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('limits.whose')}
          data={(['customers', 'groups'] as const).map((one) => ({ value: one, label: t(`limits.targetName.${one}`) }))}
          value={target}
          allowDeselect={false}
          onChange={(one) => one && setTarget(one as typeof target)}
        />
        <TextInput
          label={t(target === 'groups' ? 'limits.groups' : 'limits.accounts')}
          description={t(target === 'groups' ? 'limits.groupsAbout' : 'limits.accountsAbout')}
          value={accounts}
          onChange={(event) => setAccounts(event.currentTarget.value)}
          data-autofocus
        />
        {target === 'customers' && (
          <>
            <Fields columns={2}>
              <Select
                label={t('holds.group')}
                clearable
                data={(setup.data?.groups ?? []).map(({ code, description }) => ({
                  value: code,
                  label: description ? `${code} · ${description}` : code,
                }))}
                value={group}
                onChange={setGroup}
              />
              <Select
                label={t('holds.riskGroup')}
                clearable
                data={(risk.data?.groups ?? []).map(({ code }) => ({ value: code, label: code }))}
                value={riskGroup}
                onChange={setRiskGroup}
              />
            </Fields>
            <Fields columns={2}>
              <MoneyField
                label={t('limits.fromLimit')}
                value={least}
                currency={currency}
                empty="allowed"
                onChange={setLeast}
              />
              <MoneyField
                label={t('limits.toLimit')}
                value={most}
                currency={currency}
                empty="allowed"
                onChange={setMost}
              />
            </Fields>
          </>
        )}
        <Select
          label={t('limits.valueType')}
          data={(['percent', 'fixed'] as const).map((one) => ({ value: one, label: t(`limits.valueName.${one}`) }))}
          value={value}
          allowDeselect={false}
          onChange={(one) => one && setValue(one as typeof value)}
        />
        {target === 'groups' && <Note>{t('limits.groupsOwnCurrency', { currency })}</Note>}
        {value === 'fixed' ? (
          <MoneyField label={t('limits.amount')} value={minor} currency={currency} onChange={setMinor} />
        ) : (
          <NumberInput
            label={t('limits.percent')}
            decimalScale={2}
            value={percent}
            onChange={(one) => typeof one === 'number' && setPercent(one)}
          />
        )}
        <MoneyField label={t('limits.unit')} value={unit} currency={currency} onChange={setUnit} />
        <Select
          label={t('limits.rounding')}
          data={(['up', 'down', 'nearest'] as const).map((one) => ({
            value: one,
            label: t(`limits.roundingName.${one}`),
          }))}
          value={rounding}
          allowDeselect={false}
          onChange={(one) => one && setRounding(one as Request['rounding'])}
        />
        <Select
          label={t('limits.dates')}
          data={(['absolute', 'relative'] as const).map((one) => ({ value: one, label: t(`limits.datesName.${one}`) }))}
          value={method}
          allowDeselect={false}
          onChange={(one) => one && setMethod(one as typeof method)}
        />
        {method === 'absolute' && temporary && (
          <DayField label={t('limits.from')} value={from} today={state.today} onChange={setFrom} />
        )}
        {method === 'relative' && temporary && (
          <NumberInput
            label={t('limits.fromDays')}
            description={t('limits.daysFromToday')}
            allowDecimal={false}
            value={fromDays}
            onChange={(one) => typeof one === 'number' && setFromDays(one)}
          />
        )}
        {method === 'absolute' ? (
          <DayField label={t('limits.to')} value={to} today={state.today} onChange={setTo} />
        ) : (
          <NumberInput
            label={t(temporary ? 'limits.toDays' : 'limits.days')}
            allowDecimal={false}
            value={days}
            onChange={(one) => typeof one === 'number' && setDays(one)}
          />
        )}
        <LimitReasonField value={reason} error={undefined} onChange={setReason} />
      </Fields>
      {done && (
        <Note tone="good">
          {t('limits.generated', {
            lines: done.journal.lines.length,
            unlimited: done.unlimited,
            unset: done.not_set,
          })}
          {done.out_of_range > 0 && ` ${t('limits.generatedOutOfRange', { count: done.out_of_range })}`}
        </Note>
      )}
      <FormActs>
        <Button type="submit" loading={generate.isPending} disabled={!ready || done !== undefined}>
          {t('limits.generate')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {done ? t('kit.close') : t('kit.cancel')}
        </Button>
        <FormProblem error={generate.error} />
      </FormActs>
    </form>
  );
}
