import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { ReasonField } from './reason-field';

type EvaluateFormProps = { onDone: (done: ResponseOf<'holds.evaluate'>) => void; onCancel: () => void };

/** Evaluates the holds of one customer. */
export function EvaluateForm({ onDone, onCancel }: EvaluateFormProps) {
  const { t } = useWords();
  const [account, setAccount] = useState<string | null>(null);
  const evaluate = useAct('holds.evaluate');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        evaluate.mutate({ hold_ids: [], account }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <CustomerField label={t('orders.account')} onChoose={setAccount} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={evaluate.isPending} disabled={account === null}>
          {t('holds.evaluate')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={evaluate.error} />
      </FormActs>
    </form>
  );
}

type ForceManyProps = { onDone: (done: ResponseOf<'holds.force'>) => void; onCancel: () => void };

/** Holds the open orders of a customer, of a group, or above an amount by hand. */
export function ForceManyForm({ onDone, onCancel }: ForceManyProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const setup = useAsk('credit.setup', {});
  const [account, setAccount] = useState<string | null>(null);
  const [group, setGroup] = useState<string | null>(null);
  const [least, setLeast] = useState<number | null>(null);
  const [reason, setReason] = useState<string | null>('CHECK');
  const [over, setOver] = useState<'company' | 'companies'>('company');
  const [comment, setComment] = useState('');
  const several = (state.book?.companies ?? []).length > 1;
  const force = useAct('holds.force');
  const problem = useFieldProblems(force.error);
  const isEmpty = account === null && group === null && least === null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        force.mutate(
          { order_nos: [], reason: reason ?? '', comment, account, group, at_least_minor: least, over },
          { onSuccess: onDone },
        );
      }}
    >
      <Note>{t('holds.forceManyAbout')}</Note>
      <Fields columns={1}>
        <CustomerField label={t('orders.account')} onChoose={setAccount} />
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
        <MoneyField
          label={t('holds.atLeast')}
          value={least}
          currency={state.book?.currency ?? 'EUR'}
          empty="allowed"
          onChange={setLeast}
        />
        {several && (
          <Select
            label={t('holds.over')}
            allowDeselect={false}
            disabled={account !== null}
            data={(['company', 'companies'] as const).map((value) => ({ value, label: t(`holds.overName.${value}`) }))}
            value={account === null ? over : 'company'}
            onChange={(value) => value && setOver(value as typeof over)}
          />
        )}
        <ReasonField kind="hold" value={reason} error={problem('reason')} onChange={setReason} />
        <Textarea
          label={t('orders.comment')}
          autosize
          minRows={3}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" color="red" loading={force.isPending} disabled={isEmpty}>
          {t('orders.force')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={force.error} />
      </FormActs>
    </form>
  );
}
