import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { RequestOf } from '../../wire/commands';
import classes from './customers.module.css';
import type { TransactionRow } from './types';

type Code = RequestOf<'letters.set_code'>['code'];

const CODES: readonly Code[] = ['letter_1', 'letter_2', 'letter_3', 'letter_4', 'collection'];

/** Whether the next letter takes the transaction, and the code that counts as the last one sent. */
export function LetterCode({ account, row }: { account: string; row: TransactionRow }) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const explained = useAsk('letters.explain', { account, letter_on: asOf });
  const canSet = mode === 'today' && row.amount_minor > 0;
  const open = () => setForm('open');
  useActions(
    canSet ? [{ id: 'customer.letterCode', label: t('customers.setCode'), group: 'page', keys: 'c', run: open }] : [],
  );
  if (row.amount_minor <= 0) return null;
  const decisions = explained.data?.decisions.filter((other) => other.currency === row.currency) ?? [];
  const decision = decisions.find((other) => other.transactions.includes(row.transaction_id)) ?? decisions[0];
  const leftOut = decision?.left_out.find((line) => line.transaction_id === row.transaction_id);
  const taken = decision?.transactions.includes(row.transaction_id) && !decision.skip && decision.code;
  return (
    <>
      {taken && <Note>{t('customers.nextLetter', { letter: t(`letters.code.${taken}`) })}</Note>}
      {leftOut && (
        <Note>{t('customers.noLetterBecause', { reason: t(`customers.leftOutWhy.${leftOut.reason}`) })}</Note>
      )}
      {!leftOut && decision?.skip && row.days_overdue > 0 && row.open_minor > 0 && (
        <Note>{t('customers.noLetterBecause', { reason: t(`letters.skip.${decision.skip}`) })}</Note>
      )}
      {canSet &&
        (form === 'open' ? (
          <CodeForm row={row} onDone={() => setForm('closed')} />
        ) : (
          <div>
            <Button variant="default" onClick={open}>
              {t('customers.setCode')}
            </Button>
          </div>
        ))}
    </>
  );
}

function CodeForm({ row, onDone }: { row: TransactionRow; onDone: () => void }) {
  const { t } = useWords();
  const [code, setCode] = useState<Code>('letter_1');
  const [reason, setReason] = useState('');
  const set = useAct('letters.set_code');
  const problem = useFieldProblems(set.error);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ transaction_id: row.transaction_id, code, on: null, reason }, { onSuccess: onDone });
      }}
    >
      <FormProblem error={set.error} />
      <Select
        label={t('customers.codeSent')}
        description={t('customers.codeSentHint')}
        data={CODES.map((value) => ({ value, label: t(`letters.code.${value}`) }))}
        value={code}
        allowDeselect={false}
        onChange={(value) => value && setCode(value as Code)}
      />
      <TextInput
        label={t('customers.reason')}
        value={reason}
        error={problem('reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <div>
        <Button type="submit" loading={set.isPending} disabled={reason.trim() === ''}>
          {t('customers.setCode')}
        </Button>
      </div>
    </form>
  );
}
