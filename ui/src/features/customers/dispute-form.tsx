import { ActionIcon, Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { useFocusOnArrival } from '../../kit/focus';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { useDisputeReason } from '../../kit/reasons';
import { FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import classes from './collections.module.css';
import { documentsOf, markedOf } from './documents';
import type { TransactionRow } from './types';

export type Opened = ResponseOf<'disputes.open'>;

/** A line of the invoice as it is typed. */
type Line = { key: number; no: number; text: string; minor: number | null };

type DisputeFormProps = { rows: readonly TransactionRow[]; onDone: (done: Opened) => void; onCancel: () => void };

/** A dispute about each of the chosen documents: all that is open of it, or a part. */
export function DisputeForm({ rows, onDone, onCancel }: DisputeFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const documents = documentsOf(rows);
  const [amounts, setAmounts] = useState<Record<number, number | null>>(() =>
    // Several instalments together are the book's to add up: nothing typed means all that is open.
    Object.fromEntries(
      documents.map((row) => [
        row.transaction_id,
        markedOf(rows, row.transaction_id) === 'several' ? null : row.open_minor,
      ]),
    ),
  );
  const [lines, setLines] = useState<Record<number, readonly Line[]>>({});
  const [reason, setReason] = useState<string | null>(null);
  const [text, setText] = useState({ explanation: '', next_action: '', external_reference: '', case: '' });
  const [investigator, setInvestigator] = useState<string | null>(null);
  const [due, setDue] = useState<string | null>(null);
  const open = useAct('disputes.open');
  const problem = useFieldProblems(open.error);
  const field = (name: keyof typeof text) => ({
    value: text[name],
    onChange: (event: { currentTarget: { value: string } }) => setText({ ...text, [name]: event.currentTarget.value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate(
          {
            rows: documents.map(({ transaction_id }) => {
              const named = lines[transaction_id] ?? [];
              return {
                transaction_id,
                // The sum of the lines is the book's to calculate.
                amount_minor: named.length > 0 ? null : (amounts[transaction_id] ?? null),
                lines: named.map(({ no, text: words, minor }) => ({
                  line_no: no,
                  text: words,
                  amount_minor: minor ?? 0,
                })),
              };
            }),
            ...text,
            case: text.case.trim() || null,
            reason: reason ?? '',
            investigator,
            due_on: due,
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Note>{t('disputes.openAbout')}</Note>
      <Fields columns={1}>
        {documents.map((row, at) => (
          <DisputedDocument
            key={row.transaction_id}
            row={row}
            marked={markedOf(rows, row.transaction_id)}
            first={at === 0 ? 'yes' : 'no'}
            minor={amounts[row.transaction_id] ?? null}
            lines={lines[row.transaction_id] ?? []}
            problem={problem}
            onAmount={(minor) => setAmounts({ ...amounts, [row.transaction_id]: minor })}
            onLines={(named) => setLines({ ...lines, [row.transaction_id]: named })}
          />
        ))}
        <ReasonField value={reason} error={problem('reason')} onChange={setReason} />
        <Textarea label={t('disputes.explanation')} autosize minRows={2} {...field('explanation')} />
      </Fields>
      <Fields>
        <InvestigatorField value={investigator} error={problem('investigator')} onChange={setInvestigator} />
        <DayField
          label={t('disputes.dueOn')}
          empty="allowed"
          value={due}
          today={state.today}
          error={problem('due_on')}
          onChange={setDue}
        />
        <TextInput label={t('disputes.nextAction')} {...field('next_action')} />
        <TextInput label={t('disputes.reference')} {...field('external_reference')} />
        <TextInput label={t('disputes.case')} error={problem('case')} {...field('case')} />
      </Fields>
      <FormActs>
        <Button type="submit" loading={open.isPending} disabled={reason === null}>
          {t('disputes.openNow')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={open.error} />
      </FormActs>
    </form>
  );
}

type DisputedDocumentProps = {
  row: TransactionRow;
  /** Whether one row of it was marked, or several of its instalments. */
  marked: 'one' | 'several';
  first: 'yes' | 'no';
  minor: number | null;
  lines: readonly Line[];
  problem: (field: string) => string | undefined;
  onAmount: (minor: number | null) => void;
  onLines: (lines: readonly Line[]) => void;
};

/** What of a document is disputed: an amount, or lines of the invoice as the customer names them. */
function DisputedDocument({ row, marked, first, minor, lines, problem, onAmount, onLines }: DisputedDocumentProps) {
  const { t } = useWords();
  const document = row.document_no;
  const known = useAsk('documents.lines', { transaction_id: row.transaction_id }).data?.lines ?? [];
  const add = () => {
    const key = Math.max(0, ...lines.map((line) => line.key)) + 1;
    // The next line of the file that is not named yet; a number of one's own where the file had none.
    const next = known.find(({ number }) => lines.every((line) => line.no !== number));
    const no = next?.number ?? Math.max(0, ...lines.map((line) => line.no)) + 1;
    onLines([...lines, { key, no, text: textOf(next), minor: next?.amount_minor ?? null }]);
  };
  const set = (key: number, change: Partial<Line>) =>
    onLines(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  return (
    <div>
      {lines.length === 0 ? (
        <MoneyField
          label={t('disputes.lineAmount', { document })}
          {...(first === 'yes' ? { focus: 'first' as const } : {})}
          {...(marked === 'several' ? { description: t('disputes.wholeDocument'), empty: 'allowed' as const } : {})}
          value={minor}
          currency={row.currency}
          error={problem('amount')}
          onChange={onAmount}
        />
      ) : (
        <fieldset className={classes.lines}>
          <legend>{document}</legend>
          <p className={classes.quiet}>{t('disputes.byLinesAbout', { document })}</p>
          {lines.map((line) => (
            <DisputedLine
              key={line.key}
              line={line}
              row={row}
              known={known}
              onChange={(change) => set(line.key, change)}
              onRemove={() => onLines(lines.filter((other) => other.key !== line.key))}
            />
          ))}
          {problem('lines') && <p className={classes.problem}>{problem('lines')}</p>}
        </fieldset>
      )}
      <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={12} />} onClick={add}>
        {t(lines.length === 0 ? 'disputes.byLines' : 'disputes.addLine', { document })}
      </Button>
    </div>
  );
}

type Known = ResponseOf<'documents.lines'>['lines'][number];

/** What a line of the invoice is about. */
function textOf(line: Known | undefined): string {
  return [line?.item, line?.text].filter(Boolean).join(' ');
}

type DisputedLineProps = {
  line: Line;
  row: TransactionRow;
  known: readonly Known[];
  onChange: (change: Partial<Line>) => void;
  onRemove: () => void;
};

function DisputedLine({ line, row, known, onChange, onRemove }: DisputedLineProps) {
  const { t } = useWords();
  const number = useFocusOnArrival<HTMLInputElement>('focused');
  return (
    <div className={classes.disputed}>
      {known.length > 0 ? (
        <Select
          ref={number}
          label={t('disputes.lineNo')}
          data={known.map((one) => ({ value: String(one.number), label: `${one.number} ${textOf(one)}` }))}
          value={String(line.no)}
          allowDeselect={false}
          comboboxProps={{ width: 320, position: 'bottom-start' }}
          onChange={(no) => {
            const chosen = known.find((one) => String(one.number) === no);
            if (chosen) onChange({ no: chosen.number, text: textOf(chosen), minor: chosen.amount_minor });
          }}
        />
      ) : (
        <NumberInput
          ref={number}
          label={t('disputes.lineNo')}
          min={1}
          allowDecimal={false}
          hideControls
          value={line.no}
          onChange={(no) => onChange({ no: Number(no) || 0 })}
        />
      )}
      <TextInput
        label={t('disputes.lineText')}
        value={line.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <MoneyField
        label={t('disputes.lineMinor')}
        value={line.minor}
        currency={row.currency}
        onChange={(minor) => onChange({ minor })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('disputes.removeLine', { line: line.no, document: row.document_no })}
        onClick={onRemove}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}

type ReasonFieldProps = { value: string | null; error: string | undefined; onChange: (code: string | null) => void };

/** Why; the shipped reasons have the words of the reader's language. */
export function ReasonField({ value, error, onChange }: ReasonFieldProps) {
  const { t } = useWords();
  const nameOf = useDisputeReason();
  const reasons = useAsk('collections.reasons', {}).data?.reasons ?? [];
  return (
    <Select
      label={t('disputes.reason')}
      data={reasons.map(({ code, description }) => ({ value: code, label: nameOf(code, description) }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

function InvestigatorField({ value, error, onChange }: ReasonFieldProps) {
  const { t } = useWords();
  const users = useAsk('users.list', {}).data?.users ?? [];
  return (
    <Select
      label={t('disputes.investigator')}
      placeholder={t('disputes.nobody')}
      clearable
      data={users.filter((user) => user.active).map(({ code, name }) => ({ value: code, label: name }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
