import { Button, Checkbox, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useJobs } from '../data/jobs';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import { RefusedError } from '../wire';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { DayField } from './fields/day-field';
import { DayText, MoneyText } from './figures';
import { Fields, FormActs } from './form';
import type { Day } from './format/day';
import { JobBar } from './job-bar';
import { Section } from './page';
import { PostedJournal } from './posted-entries';
import { useProblemWords } from './problem-words';
import { Facts } from './side';
import { Answered, FormProblem, Note, Problem } from './states';
import { Table } from './table';

type Asked = RequestOf<'interest.adjust_each'>;
export type InterestAdjusting = Asked['kind'];
type Shown = ResponseOf<'interest.adjustments'>;
type Charge = Shown['charges'][number];
type ChargeOf = NonNullable<Charge['charge']>;

export const INTEREST_ADJUSTING: readonly InterestAdjusting[] = ['waived', 'reinstated', 'reversed'];

type Props = {
  kind: InterestAdjusting;
  accounts: readonly string[];
  /** Only what these documents were charged, or these notes charge; all that the customers were charged where empty. */
  transactionIds: readonly number[];
  /** What is meant first: whole notes, or the interest of documents. */
  first: Asked['object'];
  onCancel: () => void;
  onDone: (said: string) => void;
};

/** Waives, reinstates or reverses what several customers or marked documents were charged; every charge can be left out. */
export function InterestEachForm({ kind, accounts, transactionIds, first, onCancel, onDone }: Props) {
  const { t } = useWords();
  const { state } = useDesk();
  const [object, setObject] = useState<Asked['object']>(first);
  const [only, setOnly] = useState<ChargeOf[] | null>(null);
  const [paid, setPaid] = useState<'left' | 'included'>('left');
  const [on, setOn] = useState<Day>(state.today);
  const [comment, setComment] = useState('');
  const act = useAct('interest.adjust_each');
  const asked: Asked = {
    kind,
    accounts: [...accounts],
    transaction_ids: [...transactionIds],
    object,
    only,
    paid_part: paid,
    on,
    comment,
  };
  // A comment changes no line.
  const preview = useAsk(
    'interest.adjustments',
    { ...asked, comment: '' },
    { meanwhile: 'previous', when: act.isPending ? 'later' : 'now' },
  );
  const job = useJobs().findLast((other) => other.command.startsWith('interest.adjust') && other.state === 'running');
  const possible = preview.isError ? 0 : (preview.data?.possible ?? 0);
  return (
    <form
      data-testid="interest-each"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(asked, { onSuccess: (done) => onDone(t(`interest.eachDone.${kind}`, { count: done.possible })) });
      }}
    >
      <Note>{t(`interest.actAbout.${kind}`)}</Note>
      <SegmentedControl
        aria-label={t('interest.objectLabel')}
        value={object}
        onChange={(value) => {
          setOnly(null);
          setObject(value as Asked['object']);
        }}
        data={(['note', 'interest', 'fee'] as const)
          .filter((value) => value !== 'fee' || kind !== 'reversed')
          .map((value) => ({ value, label: t(`interest.eachObject.${value}`) }))}
      />
      <Fields columns={2}>
        <DayField label={t('interest.on')} value={on} today={state.today} onChange={(day) => day && setOn(day)} />
        <Textarea
          label={t('interest.comment')}
          data-autofocus
          data-testid="interest-comment"
          autosize
          minRows={1}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </Fields>
      {kind === 'waived' && (
        <Checkbox
          label={t('interest.paidPart')}
          description={t('interest.paidPartHint')}
          checked={paid === 'included'}
          onChange={(event) => setPaid(event.currentTarget.checked ? 'included' : 'left')}
        />
      )}
      {preview.error ? (
        <Problem error={preview.error} />
      ) : (
        <Answered answer={preview}>
          {(shown) => (
            <WouldBe shown={shown} shownNow={preview.isPlaceholderData ? 'before' : 'now'} onOnly={setOnly} />
          )}
        </Answered>
      )}
      {job && <JobBar job={job} />}
      <FormActs>
        <Button
          type="submit"
          color={kind === 'reinstated' ? undefined : 'red'}
          data-testid="interest-each-do"
          loading={act.isPending}
          disabled={possible === 0 || preview.isPlaceholderData}
        >
          {t(`interest.eachNow.${kind}`, { count: possible })}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={act.error} />
      </FormActs>
    </form>
  );
}

/** Whether what is shown is the answer to what is asked now, or still the one before. */
type ShownNow = 'now' | 'before';

/** The charges, each with what is done with it or why not, and what all of it posts. */
function WouldBe({
  shown,
  shownNow,
  onOnly,
}: {
  shown: Shown;
  shownNow: ShownNow;
  onOnly: (only: ChargeOf[]) => void;
}) {
  const { t } = useWords();
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <>
      <Charges charges={shown.charges} shownNow={shownNow} onOnly={onOnly} />
      {shown.possible > 0 && (
        <Section title={t('interest.would_be')}>
          <Facts
            facts={shown.totals.flatMap((total) => [
              {
                name: t('interest.eachCredit', { currency: total.currency }),
                value: <strong>{money(total.amount_minor, total.currency)}</strong>,
              },
              {
                name: t('interest.eachSettles', { currency: total.currency }),
                value: money(total.settled_minor, total.currency),
              },
            ])}
          />
          <PostedJournal journal={shown.journal} />
        </Section>
      )}
    </>
  );
}

function isSame(one: ChargeOf, other: ChargeOf): boolean {
  return one.note_id === other.note_id && one.item_id === other.item_id;
}

type ChargesProps = { charges: readonly Charge[]; shownNow: ShownNow; onOnly: (only: ChargeOf[]) => void };

function Charges({ charges, shownNow, onOnly }: ChargesProps) {
  const { t } = useWords();
  const words = useProblemWords();
  const why = (refusal: NonNullable<Charge['refusal']>) => {
    const { what, remedy } = words(new RefusedError(refusal));
    return `${what} ${remedy}`;
  };
  const toggle = ({ charge, chosen }: Charge) => {
    if (!charge) return;
    const now = charges.flatMap((other) => (other.chosen && other.charge ? [other.charge] : []));
    onOnly(chosen ? now.filter((other) => !isSame(other, charge)) : [...now, charge]);
  };
  const named = (row: Charge) => [row.note_no, row.document].filter(Boolean).join(' · ');
  return (
    <Table
      label={t('interest.eachCharges')}
      rows={charges}
      keyOf={(row) => `${row.account} ${row.charge?.note_id ?? ''} ${row.charge?.item_id ?? ''}`}
      columns={[
        {
          id: 'chosen',
          header: '',
          cell: (row) =>
            row.charge && (
              <Checkbox
                aria-label={t('interest.eachChoose', { charge: named(row) })}
                checked={row.chosen}
                disabled={shownNow === 'before'}
                onChange={() => toggle(row)}
              />
            ),
        },
        {
          id: 'account',
          header: t('interest.customer'),
          cell: (row) => [row.account, row.name].filter(Boolean).join(' · '),
        },
        { id: 'note', header: t('interest.note'), cell: named },
        { id: 'to', header: t('interest.toOn'), cell: (row) => row.to_on && <DayText day={row.to_on} /> },
        {
          id: 'amount',
          header: t('interest.credit'),
          align: 'right',
          cell: (row) =>
            row.amount_minor === 0 ? null : (
              <MoneyText money={{ minor: row.amount_minor, currency: row.currency }} showCurrency="yes" />
            ),
        },
        { id: 'why', header: t('interest.eachWhyNot'), cell: (row) => row.refusal && why(row.refusal) },
      ]}
    />
  );
}
