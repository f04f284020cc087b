import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { MoneyText } from '../../kit/figures';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './customers.module.css';

type Head = ResponseOf<'insolvency.list'>['insolvencies'][number];
type Preview = ResponseOf<'insolvency.dividend_preview'>;

type ShellProps = {
  act: string;
  state: 'ready' | 'missing' | 'running';
  error: RefusedError | null;
  onSubmit: () => void;
  onDone: () => void;
  children: ReactNode;
};

function FormShell({ act, state, error, onSubmit, onDone, children }: ShellProps) {
  const { t } = useWords();
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <FormActs>
        <Button type="submit" loading={state === 'running'} disabled={state === 'missing'}>
          {act}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}

const stateOf = (running: boolean, complete: boolean) => (running ? 'running' : complete ? 'ready' : 'missing');

/** Records an insolvency or corrects it. */
export function RecordForm({ account, stored, onDone }: { account: string; stored: Head | null; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [text, setText] = useState({
    court: stored?.court ?? '',
    file_number: stored?.file_number ?? '',
    administrator: stored?.administrator ?? '',
    note: stored?.note ?? '',
  });
  const [opened, setOpened] = useState<string | null>(stored?.opened_on ?? null);
  const [fileBy, setFileBy] = useState<string | null>(stored?.file_by_on ?? null);
  const record = useAct('insolvency.record');
  const problem = useFieldProblems(record.error);
  const set = (change: Partial<typeof text>) => setText({ ...text, ...change });
  return (
    <FormShell
      act={t('stops.insolvency.save')}
      state={stateOf(record.isPending, opened !== null && text.court.trim() !== '')}
      error={record.error}
      onDone={onDone}
      onSubmit={() => {
        if (!opened) return;
        const request = { id: stored?.id ?? 0, account, ...text, opened_on: opened, file_by_on: fileBy };
        record.mutate(request, { onSuccess: onDone });
      }}
    >
      <Fields>
        <TextInput
          label={t('stops.insolvency.court')}
          value={text.court}
          error={problem('court')}
          onChange={(event) => set({ court: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('stops.insolvency.fileNumber')}
          value={text.file_number}
          onChange={(event) => set({ file_number: event.currentTarget.value })}
        />
        <DayField
          label={t('stops.insolvency.openedOn')}
          description={t('stops.insolvency.openedHint')}
          value={opened}
          today={state.today}
          error={problem('opened_on')}
          onChange={setOpened}
        />
        <DayField
          label={t('stops.insolvency.fileBy')}
          value={fileBy}
          today={state.today}
          empty="allowed"
          error={problem('file_by_on')}
          onChange={setFileBy}
        />
        <Textarea
          label={t('stops.insolvency.administrator')}
          description={t('stops.insolvency.administratorHint')}
          autosize
          minRows={3}
          value={text.administrator}
          onChange={(event) => set({ administrator: event.currentTarget.value })}
        />
        <Textarea
          label={t('stops.insolvency.note')}
          autosize
          minRows={3}
          value={text.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </Fields>
    </FormShell>
  );
}

/** Notes that every item before the opening was filed. */
export function FileForm({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [on, setOn] = useState<string | null>(state.today);
  const [note, setNote] = useState('');
  const file = useAct('insolvency.file_claim');
  const problem = useFieldProblems(file.error);
  return (
    <FormShell
      act={t('stops.insolvency.file')}
      state={stateOf(file.isPending, on !== null)}
      error={file.error}
      onDone={onDone}
      onSubmit={() => on && file.mutate({ id, on, transaction_ids: [], note }, { onSuccess: onDone })}
    >
      <p>{t('stops.insolvency.fileAbout')}</p>
      <Fields>
        <DayField
          label={t('stops.insolvency.filedOn')}
          value={on}
          today={state.today}
          error={problem('on')}
          onChange={setOn}
        />
        <NoteField value={note} onChange={setNote} />
      </Fields>
    </FormShell>
  );
}

function NoteField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords();
  return (
    <TextInput
      label={t('stops.insolvency.note')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Only currencies in which something was filed. */
function useFiledCurrency(head: Head) {
  const currencies = head.sums.filter(({ filed_minor }) => filed_minor > 0).map(({ currency }) => currency);
  const [currency, setCurrency] = useState(currencies[0] ?? '');
  const { t } = useWords();
  const field = currencies.length > 1 && (
    <Select
      label={t('stops.currency')}
      data={currencies}
      value={currency}
      allowDeselect={false}
      onChange={(value) => value && setCurrency(value)}
    />
  );
  return { currency, field };
}

/** Notes what the administrator admitted. */
export function AdmitForm({ head, onDone }: { head: Head; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const { currency, field } = useFiledCurrency(head);
  const [on, setOn] = useState<string | null>(state.today);
  const [minor, setMinor] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const admit = useAct('insolvency.admit');
  const problem = useFieldProblems(admit.error);
  return (
    <FormShell
      act={t('stops.insolvency.admit')}
      state={stateOf(admit.isPending, on !== null && minor !== null)}
      error={admit.error}
      onDone={onDone}
      onSubmit={() => {
        if (on && minor !== null)
          admit.mutate({ id: head.id, on, currency, amount_minor: minor, note }, { onSuccess: onDone });
      }}
    >
      <Fields>
        <DayField label={t('stops.on')} value={on} today={state.today} error={problem('on')} onChange={setOn} />
        {field}
        <MoneyField
          label={t('stops.insolvency.admitted')}
          value={minor}
          currency={currency}
          error={problem('amount_minor')}
          onChange={setMinor}
        />
        <NoteField value={note} onChange={setNote} />
      </Fields>
    </FormShell>
  );
}

/** Hundredths of a percent of a text such as `4,25`. */
function basisPoints(text: string): number | null {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!found) return null;
  const points = Number(`${found[1]}${(found[2] ?? '').padEnd(2, '0')}`);
  return points >= 1 && points <= 10_000 ? points : null;
}

/** A dividend by amount or by rate, first shown with its parts. */
export function DividendForm({ head, onDone }: { head: Head; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const { currency, field } = useFiledCurrency(head);
  const [on, setOn] = useState<string | null>(state.today);
  const [minor, setMinor] = useState<number | null>(null);
  const [rate, setRate] = useState('');
  const [note, setNote] = useState('');
  const preview = useAct('insolvency.dividend_preview');
  const dividend = useAct('insolvency.dividend');
  const error = preview.error ?? dividend.error;
  const problem = useFieldProblems(error);
  const points = basisPoints(rate);
  const complete = on !== null && (minor !== null ? rate === '' : points !== null);
  const request = {
    id: head.id,
    on: on ?? state.today,
    currency,
    amount_minor: minor,
    rate_bp: minor === null ? points : null,
    note,
  };
  const changed = () => preview.reset();
  return (
    <FormShell
      act={t(preview.data ? 'stops.insolvency.dividend' : 'stops.insolvency.preview')}
      state={stateOf(preview.isPending || dividend.isPending, complete)}
      error={error}
      onDone={onDone}
      onSubmit={() => {
        if (preview.data) dividend.mutate(request, { onSuccess: onDone });
        else preview.mutate(request);
      }}
    >
      <p>{t('stops.insolvency.dividendAbout')}</p>
      <Fields>
        <DayField
          label={t('stops.on')}
          value={on}
          today={state.today}
          error={problem('on')}
          onChange={(day) => {
            changed();
            setOn(day);
          }}
        />
        {field}
        <MoneyField
          label={t('stops.insolvency.amount')}
          value={minor}
          currency={currency}
          empty="allowed"
          error={problem('amount_minor')}
          onChange={(value) => {
            changed();
            setMinor(value);
          }}
        />
        <TextInput
          label={t('stops.insolvency.rate')}
          value={rate}
          disabled={minor !== null}
          error={rate !== '' && points === null ? t('stops.insolvency.rateWrong') : undefined}
          onChange={(event) => {
            changed();
            setRate(event.currentTarget.value);
          }}
        />
        <NoteField value={note} onChange={setNote} />
      </Fields>
      {preview.data && <Parts preview={preview.data} />}
    </FormShell>
  );
}

function Parts({ preview }: { preview: Preview }) {
  const { t } = useWords();
  const money = (minor: number) => <MoneyText money={{ minor, currency: preview.currency }} showCurrency="yes" />;
  return (
    <Table
      label={t('stops.insolvency.part')}
      rows={preview.parts}
      keyOf={(row) => String(row.transaction_id)}
      columns={[
        { id: 'document', header: t('stops.document'), cell: (row) => row.document_no },
        { id: 'filed', header: t('stops.insolvency.filed'), align: 'right', cell: (row) => money(row.filed_minor) },
        { id: 'part', header: t('stops.insolvency.part'), align: 'right', cell: (row) => money(row.amount_minor) },
        { id: 'open', header: t('stops.open'), align: 'right', cell: (row) => money(row.open_minor) },
      ]}
      foot={[['', money(preview.filed_minor), money(preview.amount_minor), '']]}
    />
  );
}

/** From that day on the customer gets letters again. */
export function CloseForm({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [on, setOn] = useState<string | null>(state.today);
  const [reason, setReason] = useState('');
  const close = useAct('insolvency.close');
  const problem = useFieldProblems(close.error);
  return (
    <FormShell
      act={t('stops.insolvency.close')}
      state={stateOf(close.isPending, on !== null && reason.trim() !== '')}
      error={close.error}
      onDone={onDone}
      onSubmit={() => on && close.mutate({ id, closed_on: on, reason }, { onSuccess: onDone })}
    >
      <Fields>
        <DayField
          label={t('stops.insolvency.closedOn')}
          value={on}
          today={state.today}
          error={problem('closed_on')}
          onChange={setOn}
        />
        <TextInput
          label={t('stops.reason')}
          value={reason}
          error={problem('reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Fields>
    </FormShell>
  );
}
