import { Button, Select, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { RefusedError } from '../wire';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { DayField } from './fields/day-field';
import { MoneyText } from './figures';
import { Fields, FormActs } from './form';
import type { Day } from './format/day';
import { useFieldProblems, useProblemWords } from './problem-words';
import { Answered, FormProblem } from './states';
import { Table } from './table';
import { useWriteOffReason } from './write-off-words';

type Of = ResponseOf<'write_offs.preview_each'>['customers'][number];

type Props = { accounts: readonly string[]; onCancel: () => void; onDone: (said: string) => void };

/** Proposes to write off everything that is open of several customers: one proposal for each. */
export function WriteOffEachForm(props: Props) {
  const parameters = useAsk('write_offs.parameters', {});
  return (
    <Answered answer={parameters}>
      {({ reason, separate_tax }) => <Form {...props} first={reason} firstTax={separate_tax} />}
    </Answered>
  );
}

type Tax = NonNullable<RequestOf<'write_offs.propose_each'>['separate_tax']>;

function Form({ accounts, onCancel, onDone, first, firstTax }: Props & { first: string; firstTax: Tax }) {
  const { t } = useWords();
  const { state } = useDesk();
  const reasons = useAsk('write_offs.reasons', {});
  const reasonWord = useWriteOffReason();
  const [on, setOn] = useState<Day>(state.today);
  const [reason, setReason] = useState(first);
  const [comment, setComment] = useState('');
  const [separate, setSeparate] = useState(firstTax);
  const asked = { accounts: [...accounts], on, reason, comment, separate_tax: separate };
  const preview = useAsk('write_offs.preview_each', { ...asked, comment: '' }, { meanwhile: 'previous' });
  const propose = useAct('write_offs.propose_each');
  const problem = useFieldProblems(propose.error);
  const possible = preview.data?.possible ?? 0;
  return (
    <form
      data-testid="write-off-each"
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate(asked, {
          onSuccess: (done) => onDone(t('writeOffs.proposedEach', { count: done.possible })),
        });
      }}
    >
      <p>{t('writeOffs.eachAbout')}</p>
      <Fields columns={2}>
        <DayField
          label={t('writeOffs.on')}
          today={state.today}
          max={state.today}
          value={on}
          error={problem('on')}
          onChange={(day) => day && setOn(day)}
          focus="first"
        />
        <Select
          label={t('writeOffs.reason')}
          data={(reasons.data?.reasons ?? []).map(({ code, description }) => ({
            value: code,
            label: reasonWord(code, description),
          }))}
          value={reason}
          allowDeselect={false}
          error={problem('reason')}
          onChange={(value) => value && setReason(value)}
        />
      </Fields>
      <Textarea
        label={t('writeOffs.comment')}
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Switch
        label={t('writeOffs.separateTax')}
        description={t('writeOffs.separateTaxHint')}
        checked={separate === 'yes'}
        onChange={(event) => setSeparate(event.currentTarget.checked ? 'yes' : 'no')}
      />
      <Answered answer={preview}>{({ customers }) => <Customers rows={customers} />}</Answered>
      <FormActs>
        <Button type="submit" loading={propose.isPending} disabled={possible === 0}>
          {t('writeOffs.proposeEach', { count: possible })}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={propose.error} />
      </FormActs>
    </form>
  );
}

function Customers({ rows }: { rows: readonly Of[] }) {
  const { t } = useWords();
  const words = useProblemWords();
  const why = (refusal: NonNullable<Of['refusal']>) => {
    const { what, remedy } = words(new RefusedError(refusal));
    return `${what} ${remedy}`;
  };
  return (
    <Table
      label={t('writeOffs.customers')}
      rows={rows}
      keyOf={(row) => row.account}
      columns={[
        {
          id: 'account',
          header: t('writeOffs.customer'),
          cell: (row) => [row.account, row.name].filter(Boolean).join(' · '),
        },
        { id: 'items', header: t('writeOffs.documents'), align: 'right', cell: (row) => row.items || null },
        {
          id: 'sums',
          header: t('writeOffs.amount'),
          align: 'right',
          cell: (row) =>
            row.sums.map((sum) => (
              <div key={sum.currency}>
                <MoneyText money={{ minor: sum.open_minor, currency: sum.currency }} showCurrency="yes" />
              </div>
            )),
        },
        { id: 'why', header: t('writeOffs.whyNot'), cell: (row) => row.refusal && why(row.refusal) },
      ]}
    />
  );
}
