import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { idsOf } from './documents';
import type { TransactionRow } from './types';

type Props = {
  account: string;
  rows: readonly TransactionRow[];
  onCancel: () => void;
  onDone: (number: string) => void;
};

/** Hands chosen documents over to an agency or a lawyer. */
export function HandOverForm(props: Props) {
  const setup = useAsk('hand_overs.agencies', {});
  return <Answered answer={setup}>{(data) => <Form {...props} agencies={data.agencies} />}</Answered>;
}

type Agencies = ResponseOf<'hand_overs.agencies'>['agencies'];

function Form({ account, rows, onCancel, onDone, agencies }: Props & { agencies: Agencies }) {
  const { t } = useWords();
  const taking = agencies.filter(({ active }) => active);
  const [agency, setAgency] = useState<string | null>(taking[0]?.code ?? null);
  const [note, setNote] = useState('');
  const [status, setStatus] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const prepare = useAct('hand_overs.prepare');
  const problem = useFieldProblems(prepare.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (agency === null) return;
        const transaction_ids = idsOf(rows);
        const given = status && reason ? { status, reason } : null;
        prepare.mutate(
          { account, agency, transaction_ids, note, status: given },
          { onSuccess: ({ number }) => onDone(number) },
        );
      }}
    >
      <p>{t('handOvers.prepareAbout')}</p>
      {taking.length === 0 && <Note tone="warn">{t('handOvers.noAgency')}</Note>}
      <Facts facts={[{ name: t('handOvers.items'), value: rows.map((row) => row.document_no).join(', ') }]} />
      <Fields columns={1}>
        <Select
          label={t('handOvers.agency')}
          data={taking.map(({ code, name }) => ({ value: code, label: `${name} · ${code}` }))}
          value={agency}
          allowDeselect={false}
          error={problem('agency')}
          onChange={setAgency}
          data-autofocus
        />
        <StatusFields status={status} reason={reason} problem={problem} onStatus={setStatus} onReason={setReason} />
        <Textarea
          label={t('handOvers.note')}
          autosize
          minRows={3}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button
          type="submit"
          loading={prepare.isPending}
          disabled={agency === null || (status !== null && reason === null)}
        >
          {t('handOvers.prepare')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={prepare.error} />
      </FormActs>
    </form>
  );
}

type StatusFieldsProps = {
  status: string | null;
  reason: string | null;
  problem: (field: string) => string | undefined;
  onStatus: (status: string | null) => void;
  onReason: (reason: string | null) => void;
};

/** The account status that goes with the hand-over, if any; a recall takes it back. */
function StatusFields({ status, reason, problem, onStatus, onReason }: StatusFieldsProps) {
  const { t } = useWords();
  const setup = useAsk('credit.setup', {});
  const reasons = (setup.data?.reasons ?? []).filter(({ kind }) => kind === 'status');
  return (
    <>
      <Select
        label={t('handOvers.accountStatus')}
        description={t('handOvers.accountStatusHint')}
        clearable
        data={(setup.data?.statuses ?? []).map(({ code, description }) => ({
          value: code,
          label: description || code,
        }))}
        value={status}
        error={problem('status')}
        onChange={onStatus}
      />
      {status !== null && (
        <Select
          label={t('handOvers.accountStatusReason')}
          data={reasons.map(({ code, description }) => ({ value: code, label: description || code }))}
          value={reason}
          error={problem('reason')}
          onChange={onReason}
        />
      )}
    </>
  );
}
