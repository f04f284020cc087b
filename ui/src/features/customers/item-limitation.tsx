import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { DayText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';
import type { TransactionRow } from './types';

type Item = ResponseOf<'limitation.of_customer'>['items'][number];
type Event = Item['events'][number];
type Kind = RequestOf<'limitation.event_add'>['kind'];
const KINDS: readonly Kind[] = ['suspended', 'restarted'];

/** Until when an invoice can be claimed in court, and what happened to that period. */
export function ItemLimitation({ account, row }: { account: string; row: TransactionRow }) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const limits = useAsk('limitation.of_customer', { account, as_of: asOf });
  const item = limits.data?.items.find(({ transaction_id }) => transaction_id === row.transaction_id);
  if (!item) return null;
  return (
    <>
      <h3>{t('stops.limitation.item', { document: item.document_no })}</h3>
      <Facts
        facts={[
          { name: t('stops.state'), value: t(`stops.limitation.stateName.${item.state}`) },
          ...(item.last_day ? [{ name: t('stops.limitation.lastDay'), value: <DayText day={item.last_day} /> }] : []),
          { name: t('stops.limitation.country'), value: item.country || t('kit.none') },
        ]}
      />
      {item.events.length > 0 && <Events events={item.events} />}
      {mode === 'today' &&
        (form === 'open' ? (
          <EventForm id={item.transaction_id} onDone={() => setForm('closed')} />
        ) : (
          <div>
            <Button variant="default" onClick={() => setForm('open')}>
              {t('stops.limitation.addEvent')}
            </Button>
          </div>
        ))}
    </>
  );
}

function Events({ events }: { events: readonly Event[] }) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const end = useAct('limitation.suspension_end');
  const withdraw = useAct('limitation.event_withdraw');
  const [reason, setReason] = useState('');
  return (
    <>
      <Table
        label={t('stops.limitation.events')}
        rows={events}
        keyOf={(row) => String(row.id)}
        columns={[
          { id: 'kind', header: t('stops.limitation.kind'), cell: (row) => t(`stops.limitation.event.${row.kind}`) },
          { id: 'from', header: t('stops.limitation.fromOn'), cell: (row) => <DayText day={row.from_on} /> },
          {
            id: 'until',
            header: t('stops.limitation.untilOn'),
            cell: (row) => (row.until_on ? <DayText day={row.until_on} /> : null),
          },
          { id: 'why', header: t('stops.limitation.why'), cell: (row) => row.note },
          {
            id: 'acts',
            header: '',
            align: 'right',
            cell: (row) =>
              mode === 'today' && (
                <>
                  {row.kind === 'suspended' && !row.until_on && (
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      onClick={() => end.mutate({ id: row.id, until_on: state.today })}
                    >
                      {t('stops.limitation.endNow')}
                    </Button>
                  )}
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    disabled={reason.trim() === ''}
                    onClick={() => withdraw.mutate({ id: row.id, reason }, { onSuccess: () => setReason('') })}
                  >
                    {t('stops.limitation.withdraw')}
                  </Button>
                </>
              ),
          },
        ]}
      />
      {mode === 'today' && (
        <TextInput
          label={t('stops.limitation.withdrawWhy')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <FormProblem error={end.error ?? withdraw.error} />
    </>
  );
}

function EventForm({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [kind, setKind] = useState<Kind>('suspended');
  const [from, setFrom] = useState<string | null>(state.today);
  const [until, setUntil] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const add = useAct('limitation.event_add');
  const problem = useFieldProblems(add.error);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!from) return;
        const until_on = kind === 'suspended' ? until : null;
        add.mutate({ transaction_id: id, kind, from_on: from, until_on, note }, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('stops.limitation.kind')}
          description={t(`stops.limitation.eventAbout.${kind}`)}
          data={KINDS.map((value) => ({ value, label: t(`stops.limitation.event.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && setKind(value as Kind)}
        />
        <DayField
          label={t('stops.limitation.fromOn')}
          value={from}
          today={state.today}
          error={problem('from_on')}
          onChange={setFrom}
        />
        {kind === 'suspended' && (
          <DayField
            label={t('stops.limitation.untilOn')}
            description={t('stops.limitation.untilHint')}
            value={until}
            today={state.today}
            empty="allowed"
            error={problem('until_on')}
            onChange={setUntil}
          />
        )}
        <TextInput
          label={t('stops.limitation.why')}
          value={note}
          error={problem('note')}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={add.isPending} disabled={!from || note.trim() === ''}>
          {t('stops.limitation.addEvent')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={add.error} />
      </FormActs>
    </form>
  );
}
