import { Button, Select, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { DayField } from './fields/day-field';
import { MoneyText } from './figures';
import { Fields, FormActs } from './form';
import type { Day } from './format/day';
import { Section } from './page';
import { useFieldProblems } from './problem-words';
import { Facts } from './side';
import { Answered, FormProblem, Loading, Note, Problem } from './states';
import { type WriteOffLine, WriteOffLines } from './write-off-lines';
import { useWriteOffReason } from './write-off-words';

type Parameters = ResponseOf<'write_offs.parameters'>;
type Reasons = ResponseOf<'write_offs.reasons'>['reasons'];
type Preview = ResponseOf<'write_offs.preview'>;
type Asked = RequestOf<'write_offs.preview'>;

type Props = {
  account: string;
  /** The marked documents; everything open where there are none. */
  transactionIds: readonly number[];
  /** What the form begins with where the reason is known; as the parameters say where missing. */
  begin?: { reason: string; separateTax: 'yes' | 'no' };
  onCancel: () => void;
  onDone: (said: string) => void;
};

/** Writes documents of a customer off: day, reason and comment, and the lines of the journal before anything is written. */
export function WriteOffForm(props: Props) {
  const parameters = useAsk('write_offs.parameters', {});
  const reasons = useAsk('write_offs.reasons', {});
  return (
    <Answered answer={parameters}>
      {(stored) => (
        <Answered answer={reasons}>{({ reasons: all }) => <Form {...props} stored={stored} reasons={all} />}</Answered>
      )}
    </Answered>
  );
}

function Form({
  account,
  transactionIds,
  begin,
  onCancel,
  onDone,
  stored,
  reasons,
}: Props & { stored: Parameters; reasons: Reasons }) {
  const { t } = useWords();
  const { state } = useDesk();
  const reasonWord = useWriteOffReason();
  const [on, setOn] = useState<Day>(state.today);
  const [reason, setReason] = useState(begin?.reason ?? stored.reason);
  const [comment, setComment] = useState('');
  const [separate, setSeparate] = useState(begin?.separateTax ?? stored.separate_tax);
  const [lines, setLines] = useState<WriteOffLine[] | null>(null);
  const asked: Asked = {
    account,
    transaction_ids: [...transactionIds],
    on,
    reason,
    comment,
    separate_tax: separate,
    lines: lines ?? [],
  };
  // A comment changes no line.
  const preview = useAsk('write_offs.preview', { ...asked, comment: '' }, { meanwhile: 'previous' });
  const problem = useFieldProblems(preview.error);
  const shown = preview.data;
  return (
    <form onSubmit={(event) => event.preventDefault()} data-testid="write-off-form">
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
          data={reasons.map(({ code, description }) => ({ value: code, label: reasonWord(code, description) }))}
          value={reason}
          allowDeselect={false}
          error={problem('reason')}
          onChange={(value) => value && setReason(value)}
        />
      </Fields>
      <Fields columns={1}>
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
          onChange={(event) => {
            setLines(null);
            setSeparate(event.currentTarget.checked ? 'yes' : 'no');
          }}
        />
      </Fields>
      {!shown && !preview.error && <Loading />}
      {shown && <Shown shown={shown} lines={lines} onLines={setLines} />}
      {preview.error && problem('on') === undefined && problem('reason') === undefined && (
        <Problem error={preview.error} />
      )}
      <Acts asked={asked} shown={preview.error ? undefined : shown} onCancel={onCancel} onDone={onDone} />
    </form>
  );
}

type ShownProps = { shown: Preview; lines: WriteOffLine[] | null; onLines: (lines: WriteOffLine[] | null) => void };

function Shown({ shown, lines, onLines }: ShownProps) {
  const { t } = useWords();
  const money = (minor: number, currency: string) => <MoneyText money={{ minor, currency }} showCurrency="yes" />;
  return (
    <>
      <Facts
        facts={[
          { name: t('writeOffs.documents'), value: shown.items.map((item) => item.document_no).join(', ') },
          ...shown.sums.map((sum) => ({
            name: t('writeOffs.sum', { currency: sum.currency }),
            value: money(sum.open_minor, sum.currency),
          })),
        ]}
      />
      <Section
        title={t('writeOffs.lines')}
        actions={
          lines === null ? (
            <Button variant="subtle" size="compact-sm" onClick={() => onLines(shown.lines)}>
              {t('writeOffs.editLines')}
            </Button>
          ) : (
            <Button variant="subtle" size="compact-sm" onClick={() => onLines(null)}>
              {t('writeOffs.resetLines')}
            </Button>
          )
        }
      >
        {lines === null ? <WriteOffLines lines={shown.lines} /> : <WriteOffLines lines={lines} onChange={onLines} />}
      </Section>
      {shown.approvers.length > 0 && (
        <Note tone="warn">
          {t('writeOffs.needs', { roles: shown.approvers.map((role) => t(`users.role.${role}`)).join(', ') })}
        </Note>
      )}
    </>
  );
}

type ActsProps = {
  asked: Asked;
  shown: Preview | undefined;
  onCancel: () => void;
  onDone: (said: string) => void;
};

/** A proposal waits for whoever approves; where nobody has to, it may be posted at once. */
function Acts({ asked, shown, onCancel, onDone }: ActsProps) {
  const { t } = useWords();
  const propose = useAct('write_offs.propose');
  const post = useAct('write_offs.post');
  const proposed = propose.data;
  const postIt = (write_off_id: number) =>
    post.mutate({ write_off_id }, { onSuccess: ({ number }) => onDone(t('writeOffs.posted', { number })) });
  const working = propose.isPending || post.isPending;
  // What was proposed is not proposed again when posting it was refused.
  const both = () => (proposed ? postIt(proposed.id) : propose.mutate(asked, { onSuccess: (made) => postIt(made.id) }));
  const alone = () =>
    proposed
      ? onDone(t('writeOffs.proposed', { number: proposed.number }))
      : propose.mutate(asked, { onSuccess: ({ number }) => onDone(t('writeOffs.proposed', { number })) });
  const atOnce = shown?.approvers.length === 0;
  return (
    <FormActs>
      {atOnce && (
        <Button loading={working} onClick={both} data-testid="write-off-post">
          {t('writeOffs.post')}
        </Button>
      )}
      <Button
        variant={atOnce ? 'default' : 'filled'}
        loading={working}
        disabled={!shown}
        onClick={alone}
        data-testid="write-off-propose"
      >
        {t('writeOffs.propose')}
      </Button>
      <Button variant="subtle" onClick={onCancel}>
        {t('kit.cancel')}
      </Button>
      {proposed && post.error && <Note tone="warn">{t('writeOffs.proposedOnly', { number: proposed.number })}</Note>}
      {propose.error && <Problem error={propose.error} />}
      <FormProblem error={post.error} />
    </FormActs>
  );
}
