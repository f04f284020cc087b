import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { ResponseOf } from '../wire/commands';
import { DayField } from './fields/day-field';
import { MoneyField } from './fields/money-field';
import { MoneyText } from './figures';
import { Fields, FormActs } from './form';
import { type Day, formatDay } from './format/day';
import { formatMoney } from './format/money';
import { PostedEntries } from './posted-entries';
import { useFieldProblems } from './problem-words';
import { Facts } from './side';
import { Answered, FormProblem, Note, Problem } from './states';

type Row = ResponseOf<'write_offs.page'>['rows'][number];
type Credit = { transaction_id: number; document_no: string; open_minor: number; currency: string };
type Props = {
  account: string;
  credit: Credit;
  /** The write-off that the credit names; the first that fits where it names none. */
  writeOffId?: number;
  onCancel: () => void;
  onDone: (said: string) => void;
};

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

function Form({ account, credit, writeOffId, rows, onCancel, onDone }: Props & { rows: readonly Row[] }) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const [picked, setPicked] = useState<string | null>(null);
  // What the credit names is meant, until somebody chooses another.
  const hints = useAsk('write_offs.recoverable', { line_id: null, account });
  const named =
    writeOffId ?? hints.data?.found.find((one) => one.credit?.transaction_id === credit.transaction_id)?.write_off_id;
  const meant = rows.find((one) => one.write_off_id === named) ?? rows[0];
  const chosen = picked ?? String(meant?.write_off_id ?? '');
  const [on, setOn] = useState<Day>(state.today);
  const [amount, setAmount] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  // The list of write-offs is opened anew by this act, and takes the form away: who asked is told before.
  const recover = useAct('write_offs.recover', ({ number }) =>
    onDone(t('writeOffs.recoveredOn', { document: credit.document_no, number })),
  );
  const problem = useFieldProblems(recover.error);
  const request = {
    write_off_id: Number(chosen),
    transaction_id: credit.transaction_id,
    amount_minor: amount,
    on,
    comment,
  };
  // A comment changes no line.
  const preview = useAsk('write_offs.recover_preview', { ...request, comment: '' }, { meanwhile: 'previous' });
  return (
    <form
      data-testid="recovery-form"
      onSubmit={(event) => {
        event.preventDefault();
        recover.mutate(request);
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
          onChange={(value) => value && setPicked(value)}
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
      {preview.error ? <Problem error={preview.error} /> : preview.data && <WouldBe of={preview.data} />}
      <FormActs>
        <Button
          type="submit"
          loading={recover.isPending}
          disabled={!preview.data || preview.isError}
          data-testid="recovery-post"
        >
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

/** What is taken, what stays of both, and the lines of the journal, as the book says without doing it. */
function WouldBe({ of }: { of: ResponseOf<'write_offs.recover_preview'> }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency: of.currency }} showCurrency="yes" />;
  return (
    <div data-testid="recovery-preview">
      <Facts
        facts={[
          { name: t('writeOffs.recovered'), value: <strong>{money(of.amount_minor)}</strong> },
          { name: t('writeOffs.creditRest'), value: money(of.rest_minor) },
          { name: t('writeOffs.leftAfter'), value: money(of.left_minor) },
        ]}
      />
      <PostedEntries entries={of.entries} />
    </div>
  );
}
