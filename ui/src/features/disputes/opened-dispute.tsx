import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { DayText, MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { useDisputeReason } from '../../kit/reasons';
import { FactBox, Facts } from '../../kit/side';
import { FormProblem, Note } from '../../kit/states';
import { AssignForm } from './assign-form';
import { DisputeParts } from './dispute-parts';
import { OUTCOMES, type Row, StatusTag } from './disputes-page';

type Panel = 'facts' | 'assign' | 'close' | 'reopen';

/** A dispute with its facts, and what can be done with it. */
export function OpenedDispute({ row, onDone }: { row: Row; onDone: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [panel, setPanel] = useState<Panel>('facts');
  return (
    <>
      <DisputeFacts row={row} />
      <DisputeParts row={row} />
      {mode === 'today' && panel === 'facts' && (
        <FormActs>
          {row.status === 'open' ? (
            <>
              <Button onClick={() => setPanel('close')}>{t('disputes.close')}</Button>
              <Button variant="default" onClick={() => setPanel('assign')}>
                {t('disputes.assign')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setPanel('reopen')}>{t('disputes.reopen')}</Button>
          )}
        </FormActs>
      )}
      {panel === 'assign' && <AssignForm rows={[row]} onDone={onDone} />}
      {panel === 'close' && <CloseForm row={row} onDone={onDone} />}
      {panel === 'reopen' && <ReopenForm row={row} onDone={onDone} />}
    </>
  );
}

function DisputeFacts({ row }: { row: Row }) {
  const { t } = useWords();
  const reasonOf = useDisputeReason();
  const money = (minor: number) => <MoneyText money={{ minor, currency: row.currency }} showCurrency="yes" />;
  const said = (value: string | null) => value || t('kit.none');
  return (
    <FactBox
      title={row.document_no}
      why={
        <Link to="/customers/$account" params={{ account: row.account }}>
          {t('disputes.toCustomer', { name: row.name })}
        </Link>
      }
    >
      <Facts
        facts={[
          { name: t('disputes.state'), value: <StatusTag status={row.status} /> },
          { name: t('disputes.disputed'), value: money(row.disputed_minor) },
          { name: t('disputes.amount'), value: money(row.amount_minor) },
          { name: t('promises.open'), value: money(row.open_minor) },
          { name: t('disputes.reason'), value: reasonOf(row.reason) },
          { name: t('disputes.explanation'), value: said(row.explanation) },
          { name: t('disputes.openedOn'), value: <DayText day={row.opened_on} /> },
          { name: t('disputes.investigator'), value: row.investigator ?? t('disputes.nobody') },
          { name: t('disputes.dueOn'), value: row.due_on ? <DayText day={row.due_on} /> : t('kit.none') },
          { name: t('disputes.nextAction'), value: said(row.next_action) },
          { name: t('disputes.reference'), value: said(row.external_reference) },
          { name: t('disputes.case'), value: said(row.case) },
          ...(row.resolved_on
            ? [
                { name: t('disputes.resolvedOn'), value: <DayText day={row.resolved_on} /> },
                { name: t('disputes.resolutionNote'), value: said(row.resolution_note) },
              ]
            : []),
          ...(row.resolution_minor !== null
            ? [
                { name: t('disputes.resolution'), value: money(row.resolution_minor) },
                { name: t('disputes.credit'), value: said(row.credit_note_no) },
              ]
            : []),
        ]}
      />
    </FactBox>
  );
}

function CloseForm({ row, onDone }: { row: Row; onDone: () => void }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<Row['status']>('resolved');
  const [minor, setMinor] = useState<number | null>(row.disputed_minor);
  const [credit, setCredit] = useState('');
  const [note, setNote] = useState('');
  const close = useAct('disputes.close');
  const problem = useFieldProblems(close.error);
  const credited = outcome === 'credit_issued';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate(
          {
            dispute_id: row.dispute_id,
            outcome,
            resolution_minor: credited ? minor : null,
            note,
            credit_note_no: credited ? credit : '',
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('disputes.outcome')}
          allowDeselect={false}
          data={OUTCOMES.map((value) => ({ value, label: t(`disputes.status.${value}`) }))}
          value={outcome}
          onChange={(value) => value && setOutcome(value as Row['status'])}
          data-autofocus
        />
        {credited && (
          <>
            <MoneyField
              label={t('disputes.creditAmount')}
              description={t('disputes.creditAbout')}
              empty="allowed"
              value={minor}
              currency={row.currency}
              error={problem('resolution')}
              onChange={setMinor}
            />
            <TextInput
              label={t('disputes.creditNote')}
              value={credit}
              onChange={(event) => setCredit(event.currentTarget.value)}
            />
          </>
        )}
        <Textarea
          label={t('disputes.note')}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={close.isPending}>
          {t('disputes.closeNow')}
        </Button>
        <FormProblem error={close.error} />
      </FormActs>
    </form>
  );
}

function ReopenForm({ row, onDone }: { row: Row; onDone: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const reopen = useAct('disputes.reopen');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        reopen.mutate({ dispute_id: row.dispute_id, reason }, { onSuccess: onDone });
      }}
    >
      <Note>{t('disputes.reopenAbout')}</Note>
      <Fields columns={1}>
        <TextInput
          label={t('promises.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={reopen.isPending}>
          {t('disputes.reopen')}
        </Button>
        <FormProblem error={reopen.error} />
      </FormActs>
    </form>
  );
}
