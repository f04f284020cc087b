import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import type { Day } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { PostedEntries } from '../../kit/posted-entries';
import { Facts } from '../../kit/side';
import { Answered, Note, Problem } from '../../kit/states';
import type { Adjusted, Adjusting, Shown } from './types';

type AdjustFormProps = {
  shown: Shown;
  kind: Adjusting;
  /** The item that is looked at, which is then offered first. */
  itemId: number | null;
  onDone: (adjusted: Adjusted) => void;
};

const ITEM = 'item:';

/** Waives, reinstates or reverses a note, one item or the fee; shows amount, settlement and lines before it does. */
export function AdjustForm({ shown, kind, itemId, onDone }: AdjustFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [object, setObject] = useState(itemId === null ? 'note' : `${ITEM}${itemId}`);
  const [paid, setPaid] = useState<'left' | 'included'>('left');
  const [day, setDay] = useState<Day>(state.today);
  const [comment, setComment] = useState('');
  const waive = useAct('interest.waive');
  const reinstate = useAct('interest.reinstate');
  const reverse = useAct('interest.reverse');
  const act = { waived: waive, reinstated: reinstate, reversed: reverse }[kind];
  const request = {
    note_id: shown.note.note_id,
    ...(object.startsWith(ITEM)
      ? { object: 'interest' as const, item_id: Number(object.slice(ITEM.length)) }
      : { object: object as 'note' | 'fee', item_id: null }),
    adjustment_id: null,
    paid_part: paid,
    on: day,
  };
  const preview = useAsk('interest.adjustment', { kind, ...request, comment: '' });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ ...request, comment }, { onSuccess: onDone });
      }}
    >
      <Note>{t(`interest.actAbout.${kind}`)}</Note>
      <Fields columns={2}>
        <ObjectSelect shown={shown} kind={kind} value={object} onChange={setObject} />
        <DayField
          label={t('interest.on')}
          value={day}
          today={state.today}
          max={state.today}
          onChange={(next) => next && setDay(next)}
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
      <Textarea
        label={t('interest.comment')}
        data-autofocus
        data-testid="interest-comment"
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {preview.error ? (
        // What was right before the last act is not shown beside a refusal.
        <Problem error={preview.error} />
      ) : (
        <Answered answer={preview}>{(data) => <WouldBe adjusted={data} />}</Answered>
      )}
      <FormActs>
        <Button
          type="submit"
          color={kind === 'reinstated' ? undefined : 'red'}
          data-testid="interest-adjust"
          loading={act.isPending}
          disabled={!preview.data || preview.isError}
        >
          {t(`interest.actNow.${kind}`)}
        </Button>
      </FormActs>
      {act.error && <Problem error={act.error} />}
    </form>
  );
}

type ObjectSelectProps = { shown: Shown; kind: Adjusting; value: string; onChange: (value: string) => void };

/** The whole note, one document on it, or its fee, which is not reversed alone. */
function ObjectSelect({ shown, kind, value, onChange }: ObjectSelectProps) {
  const { t } = useWords();
  const fee = shown.fee_adjusted !== null && kind !== 'reversed';
  return (
    <Select
      label={t('interest.objectLabel')}
      data={[
        { value: 'note', label: t('interest.object.note') },
        ...(fee ? [{ value: 'fee', label: t('interest.object.fee') }] : []),
        ...shown.items.map((item) => ({
          value: `${ITEM}${item.item_id}`,
          label: t('interest.object.interest', { document: item.document_no }),
        })),
      ]}
      value={value}
      allowDeselect={false}
      onChange={(next) => next && onChange(next)}
    />
  );
}

/** What the act comes to, as the book says without doing it. */
function WouldBe({ adjusted }: { adjusted: Adjusted }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency: adjusted.currency }} showCurrency="yes" />;
  return (
    <Section title={t('interest.would_be')}>
      <Facts
        facts={[
          { name: t('interest.credit'), value: <strong>{money(adjusted.amount_minor)}</strong> },
          { name: t('interest.settles'), value: money(adjusted.settled_minor) },
        ]}
      />
      <PostedEntries entries={adjusted.entries} />
    </Section>
  );
}
