import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Approve, ReimbursementTag, RunView, useRunTerms } from '../../kit/reimbursements';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

/** Pays the credits of one customer back: who is paid, what is proposed, and the lines before they are posted. */
export function ReimburseForm({ account }: { account: string }) {
  const { t } = useWords();
  const terms = useRunTerms(account);
  const payee = useAsk('reimbursements.payee', { account });
  const preview = useAsk('reimbursements.preview', terms.request, { meanwhile: 'previous' });
  const propose = useAct('reimbursements.propose');
  const [proposed, setProposed] = useState<number[] | null>(null);
  return (
    <div data-testid="reimburse">
      <Answered answer={payee}>{(data) => <PayeeForm key={JSON.stringify(data)} stored={data} />}</Answered>
      {proposed === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            propose.mutate(terms.request, {
              onSuccess: (run) => setProposed(run.reimbursements.map((one) => one.reimbursement_id)),
            });
          }}
        >
          <Select
            label={t('reimbursements.withDebits')}
            data={(['skip', 'include'] as const).map((value) => ({
              value,
              label: t(`reimbursements.debits.${value}`),
            }))}
            value={terms.withDebits}
            allowDeselect={false}
            onChange={(value) => value && terms.setWithDebits(value as 'skip')}
          />
          <Answered answer={preview}>{(run) => <RunView run={run} choice={terms.choice} />}</Answered>
          <FormActs>
            <Button
              type="submit"
              loading={propose.isPending}
              disabled={(preview.data?.reimbursements.length ?? 0) === 0}
              data-testid="propose"
            >
              {t('reimbursements.propose', { count: preview.data?.reimbursements.length ?? 0 })}
            </Button>
            <FormProblem error={propose.error} />
          </FormActs>
        </form>
      ) : (
        <>
          <Note tone="good">{t('reimbursements.proposed', { count: proposed.length })}</Note>
          <Approve ids={proposed} onDone={() => setProposed(null)} />
        </>
      )}
      <Earlier account={account} />
    </div>
  );
}

type Payee = ResponseOf<'reimbursements.payee'>;

/** The vendor account and the bank details; all of it may stay empty. */
function PayeeForm({ stored }: { stored: Payee }) {
  const { t } = useWords();
  const [payee, setPayee] = useState(stored);
  const save = useAct('reimbursements.payee_save');
  const problem = useFieldProblems(save.error);
  const changed = JSON.stringify(payee) !== JSON.stringify(stored);
  const text = (field: 'vendor' | 'holder' | 'iban' | 'bic', hint?: string) => (
    <TextInput
      label={t(`reimbursements.${field}`)}
      placeholder={hint}
      value={payee[field]}
      error={problem(field)}
      onChange={(event) => setPayee({ ...payee, [field]: event.currentTarget.value })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(payee);
      }}
    >
      <FormSection title={t('reimbursements.payee')} about={t('reimbursements.payeeAbout')}>
        <Fields columns={2}>
          {text('vendor', t('reimbursements.oneTime'))}
          {text('holder')}
          {text('iban', payee.paid_from)}
          {text('bic')}
        </Fields>
        {changed && (
          <FormActs>
            <Button type="submit" variant="default" loading={save.isPending}>
              {t('reimbursements.save')}
            </Button>
            <FormProblem error={save.error} />
          </FormActs>
        )}
      </FormSection>
    </form>
  );
}

/** What was paid back to the customer before, or waits. */
function Earlier({ account }: { account: string }) {
  const { t } = useWords();
  const found = useAsk('reimbursements.list', { account });
  const rows = found.data?.reimbursements ?? [];
  if (rows.length === 0) return null;
  return (
    <Table
      label={t('reimbursements.earlier')}
      rows={rows}
      keyOf={(row) => row.number}
      columns={[
        { id: 'number', header: t('reimbursements.earlier'), cell: (row) => row.number },
        { id: 'status', header: t('reimbursements.state'), cell: (row) => <ReimbursementTag status={row.status} /> },
        {
          id: 'credits',
          header: t('reimbursements.credits'),
          cell: (row) => row.items.map((item) => item.document_no).join(', '),
        },
      ]}
    />
  );
}
