import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DocumentCell } from '../../kit/copies';
import { DayText, MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { LawyersFile } from '../../kit/lawyers-file';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FactBox, Facts } from '../../kit/side';
import { FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tag } from '../../kit/tag';
import { type HandOver, SIGN, type Status, TONE } from './types';

/** Where a hand-over stands, as a word with a sign. */
export function HandOverTag({ status }: { status: string }) {
  const { t } = useWords();
  const known = status as Status;
  return (
    <Tag tone={TONE[known]} sign={SIGN[known]}>
      {t(`handOvers.status.${known}`)}
    </Tag>
  );
}

/** One hand-over: its figures, its items, its steps so far, and the steps that may follow. */
export function HandOverView({ of, onDone }: { of: HandOver; onDone: () => void }) {
  const { t } = useWords();
  const { mode } = useDesk();
  return (
    <>
      <FactBox
        title={`${of.agency_name} · ${of.agency}`}
        why={
          <Link to="/customers/$account" params={{ account: of.account }}>
            {t('handOvers.toCustomer', { name: of.name })}
          </Link>
        }
      >
        <Facts
          facts={[
            { name: t('handOvers.state'), value: <HandOverTag status={of.status} /> },
            { name: t('handOvers.preparedOn'), value: <DayText day={of.prepared_on} /> },
            ...(of.ended_on ? [{ name: t('handOvers.endedOn'), value: <DayText day={of.ended_on} /> }] : []),
            ...of.sums.flatMap((sum) => [
              { name: t('handOvers.amount'), value: <Money minor={sum.amount_minor} currency={sum.currency} /> },
              { name: t('handOvers.recovered'), value: <Money minor={sum.recovered_minor} currency={sum.currency} /> },
              {
                name: t('handOvers.commission'),
                value: <Money minor={sum.commission_minor} currency={sum.currency} />,
              },
            ]),
            ...(of.note ? [{ name: t('handOvers.note'), value: of.note }] : []),
          ]}
        />
      </FactBox>
      <LawyersFile account={of.account} handOverId={of.id} />
      <Items of={of} />
      <History of={of} />
      {mode === 'today' && <Steps of={of} onDone={onDone} />}
    </>
  );
}

function Money({ minor, currency }: { minor: number; currency: string }) {
  return <MoneyText money={{ minor, currency }} showCurrency="yes" />;
}

function Items({ of }: { of: HandOver }) {
  const { t } = useWords();
  return (
    <Section title={t('handOvers.items')}>
      <Table
        label={t('handOvers.items')}
        rows={of.items}
        keyOf={(item) => String(item.transaction_id)}
        columns={[
          { id: 'document', header: t('handOvers.document'), cell: (item) => <DocumentCell document={item} /> },
          { id: 'due', header: t('handOvers.due'), cell: (item) => <DayText day={item.due_on} /> },
          {
            id: 'amount',
            header: t('handOvers.amount'),
            align: 'right',
            cell: (item) => <Money minor={item.amount_minor} currency={item.currency} />,
          },
          {
            id: 'recovered',
            header: t('handOvers.recovered'),
            align: 'right',
            cell: (item) => <Money minor={item.recovered_minor} currency={item.currency} />,
          },
        ]}
      />
    </Section>
  );
}

function History({ of }: { of: HandOver }) {
  const { t } = useWords();
  const rows = of.history.map((event, at) => ({ ...event, at }));
  return (
    <Section title={t('handOvers.history')}>
      <Table
        label={t('handOvers.history')}
        rows={rows}
        keyOf={(event) => String(event.at)}
        columns={[
          { id: 'when', header: t('handOvers.when'), cell: (event) => <DayText day={event.on_day} /> },
          {
            id: 'what',
            header: t('handOvers.what'),
            cell: (event) => {
              const status = t(`handOvers.status.${event.status as Status}`);
              return event.back ? t('handOvers.back', { status }) : status;
            },
          },
          { id: 'who', header: t('handOvers.who'), cell: (event) => event.user },
          { id: 'note', header: t('handOvers.reason'), cell: (event) => event.note },
        ]}
      />
    </Section>
  );
}

function Steps({ of, onDone }: { of: HandOver; onDone: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const send = useAct('hand_overs.send');
  const recall = useAct('hand_overs.recall');
  const close = useAct('hand_overs.close');
  const back = useAct('hand_overs.back');
  const error = send.error ?? recall.error ?? close.error ?? back.error;
  const problem = useFieldProblems(error);
  const asked = { hand_over_id: of.id, reason };
  const then = { onSuccess: onDone };
  const runs = of.status === 'prepared' || of.status === 'sent';
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <Fields columns={1}>
        <TextInput
          label={t('handOvers.reason')}
          description={t('handOvers.reasonHint')}
          value={reason}
          error={problem('reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        {of.status === 'prepared' && (
          <Button loading={send.isPending} onClick={() => send.mutate(asked, then)}>
            {t('handOvers.send')}
          </Button>
        )}
        {of.status === 'sent' && (
          <Button loading={close.isPending} onClick={() => close.mutate(asked, then)}>
            {t('handOvers.close')}
          </Button>
        )}
        {runs && (
          <Button variant="default" color="red" loading={recall.isPending} onClick={() => recall.mutate(asked, then)}>
            {t('handOvers.recall')}
          </Button>
        )}
        {of.status !== 'prepared' && (
          <Button variant="subtle" loading={back.isPending} onClick={() => back.mutate(asked, then)}>
            {t('handOvers.stepBack')}
          </Button>
        )}
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
