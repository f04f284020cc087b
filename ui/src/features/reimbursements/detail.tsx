import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Approve, type Reimbursement, type ReimbursementStatus, ReimbursementTag } from '../../kit/reimbursements';
import { Facts } from '../../kit/side';
import { FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import { TakeBack } from '../../kit/take-back';
import { ExportButton } from './export-button';

/** One reimbursement: who is paid, which credits, its steps so far, and the steps that may follow. */
export function ReimbursementView({ of }: { of: Reimbursement }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const money = (minor: number) => <MoneyText money={{ minor, currency: of.currency }} showCurrency="yes" />;
  return (
    <>
      <Facts
        facts={[
          { name: t('reimbursements.state'), value: <ReimbursementTag status={of.status} /> },
          {
            name: t('reimbursements.customer'),
            value: (
              <Link to="/customers/$account" params={{ account: of.account }}>
                {`${of.name} · ${of.account}`}
              </Link>
            ),
          },
          { name: t('reimbursements.amount'), value: money(of.amount_minor) },
          {
            name: t('reimbursements.vendor'),
            value: of.one_time ? `${of.vendor} · ${t('reimbursements.oneTime')}` : of.vendor,
          },
          { name: t('reimbursements.holder'), value: of.holder },
          { name: t('reimbursements.iban'), value: of.iban || t('reimbursements.noIban') },
          ...(of.bic ? [{ name: t('reimbursements.bic'), value: of.bic }] : []),
          ...of.dimensions.map(([name, value]) => ({ name, value })),
        ]}
      />
      <Table
        label={t('reimbursements.credits')}
        rows={of.items}
        keyOf={(item) => String(item.transaction_id)}
        columns={[
          { id: 'document', header: t('reimbursements.credits'), cell: (item) => <DocumentCell document={item} /> },
          {
            id: 'kind',
            header: t('customers.kind'),
            cell: (item) => t(`customers.kindName.${item.kind as 'payment'}`),
          },
          { id: 'on', header: t('reimbursements.day'), cell: (item) => <DayText day={item.transaction_on} /> },
          {
            id: 'amount',
            header: t('reimbursements.amount'),
            align: 'right',
            cell: (item) => money(item.amount_minor),
          },
        ]}
      />
      <History of={of} />
      {mode === 'today' && of.status === 'proposed' && <Approve ids={[of.reimbursement_id]} onDone={() => undefined} />}
      {mode === 'today' && <Steps of={of} />}
    </>
  );
}

function History({ of }: { of: Reimbursement }) {
  const { t } = useWords();
  return (
    <Section title={t('reimbursements.history')}>
      <Table
        label={t('reimbursements.history')}
        rows={of.history.map((event, at) => ({ ...event, at }))}
        keyOf={(event) => String(event.at)}
        columns={[
          { id: 'when', header: t('reimbursements.day'), cell: (event) => <DayText day={event.on_day} /> },
          {
            id: 'what',
            header: t('reimbursements.state'),
            cell: (event) => {
              const status = t(`reimbursements.status.${event.status as ReimbursementStatus}`);
              return event.back ? t('reimbursements.backTo', { status }) : status;
            },
          },
          { id: 'who', header: t('reimbursements.who'), cell: (event) => event.user },
          { id: 'note', header: t('reimbursements.reason'), cell: (event) => event.note },
        ]}
      />
    </Section>
  );
}

/** The steps that post nothing new, and the step back. */
function Steps({ of }: { of: Reimbursement }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const reject = useAct('reimbursements.reject');
  const paid = useAct('reimbursements.paid');
  const error = reject.error ?? paid.error;
  const problem = useFieldProblems(error);
  const asked = { reimbursement_ids: [of.reimbursement_id], reason };
  const status = of.status as ReimbursementStatus;
  if (status === 'reversed') return null;
  return (
    <>
      {FORWARD.includes(status) && (
        <form onSubmit={(event) => event.preventDefault()}>
          <TextInput
            label={t('reimbursements.reason')}
            description={t('reimbursements.reasonHint')}
            value={reason}
            error={problem('reason')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <FormActs>
            {status !== 'proposed' && <ExportButton ids={async () => [of.reimbursement_id]} />}
            {status === 'exported' && (
              <Button loading={paid.isPending} onClick={() => paid.mutate(asked)}>
                {t('reimbursements.markPaid')}
              </Button>
            )}
            {status === 'proposed' && (
              <Button variant="default" color="red" loading={reject.isPending} onClick={() => reject.mutate(asked)}>
                {t('reimbursements.reject')}
              </Button>
            )}
            <FormProblem error={error} />
          </FormActs>
        </form>
      )}
      <Back of={of} />
    </>
  );
}

/** The statuses from which a step leads on. */
const FORWARD: readonly ReimbursementStatus[] = ['proposed', 'approved', 'exported'];

/** The step back, and the new entry where accounts payable have it already; what each posts is shown before it does. */
function Back({ of }: { of: Reimbursement }) {
  const { t } = useWords();
  const status = of.status as ReimbursementStatus;
  const request = { reimbursement_ids: [of.reimbursement_id] };
  return (
    <>
      {(status === 'approved' || status === 'rejected' || status === 'paid') && (
        <TakeBack
          key={`back ${status}`}
          by="reimbursements.back"
          request={request}
          label={t('reimbursements.stepBack')}
          testId="step-back"
        />
      )}
      {(status === 'exported' || status === 'paid') && (
        <TakeBack
          key={`reverse ${status}`}
          by="reimbursements.reverse"
          request={request}
          label={t('reimbursements.reverse')}
          testId="reimbursement-reverse"
        />
      )}
    </>
  );
}
