import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayText, MoneyText } from '../../kit/figures';
import { FormActs } from '../../kit/form';
import { Answered, FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { CaseFile } from './types';

/** Chooses open transactions of the customer for the case, several at once. */
export function AssignForm({ file, onDone }: { file: CaseFile; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const assign = useAct('cases.assign');
  const transactions = useAsk('customers.transactions', {
    account: file.head.account,
    as_of: state.today,
    show: 'open',
    amounts: 'document',
    definition: null,
    by: 'due',
  });
  const there = new Set(file.transactions.map((row) => row.transaction_id));
  const turn = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate({ case_id: file.head.case_id, transaction_ids: [...chosen] }, { onSuccess: onDone });
      }}
    >
      <Answered answer={transactions}>
        {(data) => {
          // An instalment stands for its whole document here.
          const rows = data.rows.filter(
            (row, at) =>
              !there.has(row.transaction_id) &&
              data.rows.findIndex((other) => other.transaction_id === row.transaction_id) === at,
          );
          if (rows.length === 0) return <p>{t('cases.assignNone')}</p>;
          return (
            <Table
              label={t('cases.assign')}
              rows={rows}
              keyOf={(row) => String(row.transaction_id)}
              columns={[
                {
                  id: 'choose',
                  header: <span className="sr-only">{t('cases.assign')}</span>,
                  cell: (row) => (
                    <Checkbox
                      aria-label={row.document_no}
                      checked={chosen.has(row.transaction_id)}
                      onChange={() => turn(row.transaction_id)}
                    />
                  ),
                },
                { id: 'document', header: t('cases.document'), cell: (row) => row.document_no },
                { id: 'due', header: t('cases.dueOn'), cell: (row) => <DayText day={row.due_on} /> },
                {
                  id: 'open',
                  header: t('customers.open'),
                  align: 'right',
                  cell: (row) => (
                    <MoneyText money={{ minor: row.open_minor, currency: row.currency }} showCurrency="yes" />
                  ),
                },
              ]}
            />
          );
        }}
      </Answered>
      <FormActs>
        <Button type="submit" loading={assign.isPending} disabled={chosen.size === 0}>
          {t('cases.assignNow')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={assign.error} />
      </FormActs>
    </form>
  );
}
