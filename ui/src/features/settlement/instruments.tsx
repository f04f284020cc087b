import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { DayText, MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import type { OpenItem } from '../../kit/marking';
import { Section } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Instrument = ResponseOf<'instruments.list'>['instruments'][number];
type InstrumentsProps = { account: string; currency: string; debits: readonly OpenItem[] };

/** Cheques and bills that are not money yet: they settle nothing until they are cleared. */
export function Instruments({ account, currency, debits }: InstrumentsProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const instruments = useAsk('instruments.list', { account, all: true });
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const clear = useAct('instruments.clear');
  const giveBack = useAct('instruments.return');
  return (
    <Section
      title={t('settlement.instruments')}
      actions={
        <Button variant="default" size="compact-sm" disabled={mode === 'past'} onClick={() => setForm('open')}>
          {t('settlement.addInstrument')}
        </Button>
      }
    >
      {(clear.error ?? giveBack.error) && (
        <Problem error={(clear.error ?? giveBack.error) as NonNullable<typeof clear.error>} />
      )}
      <Answered answer={instruments}>
        {({ instruments: rows }) =>
          rows.length === 0 ? (
            <Note>{t('settlement.noInstruments')}</Note>
          ) : (
            <Table
              label={t('settlement.instruments')}
              rows={rows}
              keyOf={(row) => String(row.id)}
              columns={[
                {
                  id: 'number',
                  header: t('settlement.instrumentNo'),
                  cell: (row) => `${t(`settlement.instrumentKind.${row.kind}`)} ${row.number}`,
                },
                { id: 'received', header: t('settlement.received'), cell: (row) => <DayText day={row.received_on} /> },
                { id: 'due', header: t('posting.due'), cell: (row) => <DayText day={row.due_on} /> },
                {
                  id: 'amount',
                  header: t('posting.amount'),
                  align: 'right',
                  cell: (row) => (
                    <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
                  ),
                },
                { id: 'state', header: t('settlement.state'), cell: (row) => <State row={row} /> },
                {
                  id: 'acts',
                  header: '',
                  align: 'right',
                  cell: (row) =>
                    row.state === 'uncleared' &&
                    mode === 'today' && (
                      <>
                        <Button
                          variant="subtle"
                          size="compact-sm"
                          loading={clear.isPending}
                          onClick={() => clear.mutate({ id: row.id, cleared_on: null })}
                        >
                          {t('settlement.clear')}
                        </Button>
                        <Button
                          variant="subtle"
                          color="red"
                          size="compact-sm"
                          loading={giveBack.isPending}
                          onClick={() => giveBack.mutate({ id: row.id, returned_on: null, reason: '' })}
                        >
                          {t('settlement.giveBack')}
                        </Button>
                      </>
                    ),
                },
              ]}
            />
          )
        }
      </Answered>
      <Drawer title={t('settlement.addInstrument')} state={form} onClose={() => setForm('closed')}>
        {form === 'open' && (
          <InstrumentForm account={account} currency={currency} debits={debits} onDone={() => setForm('closed')} />
        )}
      </Drawer>
    </Section>
  );
}

function State({ row }: { row: Instrument }) {
  const { t } = useWords();
  return (
    <>
      {t(`settlement.instrumentState.${row.state}`)} {row.state_on && <DayText day={row.state_on} />}
    </>
  );
}

function InstrumentForm({ account, currency, debits, onDone }: InstrumentsProps & { onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const record = useAct('instruments.record');
  const [kind, setKind] = useState<Instrument['kind']>('cheque');
  const [number, setNumber] = useState('');
  const [received, setReceived] = useState<string | null>(state.today);
  const [due, setDue] = useState<string | null>(null);
  const [amount, setAmount] = useState<number | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        record.mutate(
          {
            account,
            kind,
            number,
            received_on: received,
            due_on: due,
            currency,
            amount_minor: amount ?? 0,
            pays: debits
              .filter((item) => item.open_minor === amount)
              .map((item) => item.transaction_id)
              .slice(0, 1),
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Fields columns={1}>
        <SegmentedControl
          aria-label={t('settlement.instrumentNo')}
          value={kind}
          onChange={(value) => setKind(value as Instrument['kind'])}
          data={(['cheque', 'bill'] as const).map((value) => ({
            value,
            label: t(`settlement.instrumentKind.${value}`),
          }))}
        />
        <TextInput
          label={t('settlement.number')}
          value={number}
          required
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <DayField label={t('settlement.received')} value={received} today={state.today} onChange={setReceived} />
        <DayField label={t('settlement.payableOn')} value={due} today={state.today} empty="allowed" onChange={setDue} />
        <MoneyField label={t('posting.amount')} value={amount} currency={currency} onChange={setAmount} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={record.isPending} disabled={amount === null || number.trim() === ''}>
          {t('settlement.record')}
        </Button>
        <FormProblem error={record.error} />
      </FormActs>
    </form>
  );
}
