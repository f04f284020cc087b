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
  const prepare = useAct('hand_overs.prepare');
  const problem = useFieldProblems(prepare.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (agency === null) return;
        const transaction_ids = idsOf(rows);
        prepare.mutate({ account, agency, transaction_ids, note }, { onSuccess: ({ number }) => onDone(number) });
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
        <Textarea
          label={t('handOvers.note')}
          autosize
          minRows={3}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={prepare.isPending} disabled={agency === null}>
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
