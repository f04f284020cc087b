import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { type Day, formatDay } from '../../kit/format/day';
import { formatMoney } from '../../kit/format/money';
import { useFieldProblems } from '../../kit/problem-words';
import { Facts } from '../../kit/side';
import { Answered, FormProblem, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';
import type { TransactionRow } from './types';

type Row = ResponseOf<'write_offs.page'>['rows'][number];
type Props = { account: string; credit: TransactionRow; onCancel: () => void; onDone: (said: string) => void };

/** Takes a credit of the customer as money that came in on something that was written off. */
export function RecoveryForm(props: Props) {
  const listing = useAsk('write_offs.list', {
    account: props.account,
    status: ['posted'],
    search: '',
    filters: [],
    sort: null,
  });
  return <Answered answer={listing}>{({ handle }) => <WithRows {...props} handle={handle} />}</Answered>;
}

/** Write-offs of one customer are few. */
const MOST = 200;

function WithRows({ handle, ...props }: Props & { handle: number }) {
  const { t } = useWords();
  const page = useAsk('write_offs.page', { handle, offset: 0, limit: MOST });
  return (
    <Answered answer={page}>
      {({ rows }) => {
        const same = rows.filter((row) => row.currency === props.credit.currency && row.net_minor > 0);
        return same.length === 0 ? (
          <Note tone="warn">{t('writeOffs.noneToRecover')}</Note>
        ) : (
          <Form {...props} rows={same} />
        );
      }}
    </Answered>
  );
}

function Form({ credit, rows, onCancel, onDone }: Props & { rows: readonly Row[] }) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [chosen, setChosen] = useState(String(rows[0]?.write_off_id ?? ''));
  const [on, setOn] = useState<Day>(state.today);
  const [amount, setAmount] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  const recover = useAct('write_offs.recover');
  const problem = useFieldProblems(recover.error);
  const row = rows.find(({ write_off_id }) => String(write_off_id) === chosen);
  return (
    <form
      data-testid="recovery-form"
      onSubmit={(event) => {
        event.preventDefault();
        const request = {
          write_off_id: Number(chosen),
          transaction_id: credit.transaction_id,
          amount_minor: amount,
          on,
          comment,
        };
        recover.mutate(request, {
          onSuccess: ({ number }) => onDone(t('writeOffs.recoveredOn', { document: credit.document_no, number })),
        });
      }}
    >
      <p>{t('writeOffs.recoveryAbout')}</p>
      <Facts
        facts={[
          { name: t('writeOffs.document'), value: credit.document_no },
          {
            name: t('writeOffs.creditOpen'),
            value: <MoneyText money={{ minor: credit.open_minor, currency: credit.currency }} showCurrency="yes" />,
          },
        ]}
      />
      <Fields columns={2}>
        <Select
          label={t('writeOffs.writeOff')}
          data={rows.map((one) => ({
            value: String(one.write_off_id),
            label: t('writeOffs.choice', {
              number: one.number,
              day: formatDay(one.on, locale),
              net: formatMoney({ minor: one.net_minor, currency: one.currency }, locale),
            }),
          }))}
          value={chosen}
          allowDeselect={false}
          onChange={(value) => value && setChosen(value)}
          data-autofocus
        />
        <DayField
          label={t('writeOffs.on')}
          today={state.today}
          max={state.today}
          value={on}
          error={problem('on')}
          onChange={(day) => day && setOn(day)}
        />
        <MoneyField
          label={t('writeOffs.recovered')}
          description={t('writeOffs.recoveredHint')}
          empty="allowed"
          value={amount}
          currency={credit.currency}
          error={problem('amount_minor')}
          onChange={setAmount}
        />
      </Fields>
      <Textarea
        label={t('writeOffs.comment')}
        autosize
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {row && <Lines />}
      <FormActs>
        <Button type="submit" loading={recover.isPending}>
          {t('writeOffs.recover')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={recover.error} />
      </FormActs>
    </form>
  );
}

/** What the entry will say, before it is written. */
function Lines() {
  const { t } = useWords();
  return (
    <Table
      label={t('writeOffs.lines')}
      rows={[
        { id: 'customer', side: t('journal.debit') },
        { id: 'recovery', side: t('journal.credit') },
      ]}
      keyOf={({ id }) => id}
      columns={[
        { id: 'what', header: t('writeOffs.line'), cell: ({ id }) => t(`journal.role.${id as 'customer'}`) },
        { id: 'side', header: t('journal.side'), cell: ({ side }) => side },
      ]}
    />
  );
}
