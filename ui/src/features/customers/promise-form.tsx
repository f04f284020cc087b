import { ActionIcon, Button, Checkbox, PasswordInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { formatDay } from '../../kit/format/day';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { RequestOf, ResponseOf } from '../../wire/commands';
import classes from './collections.module.css';
import type { TransactionRow } from './types';

type Asked = RequestOf<'promises.record'>;
type Line = { key: number; row: TransactionRow; on: string | null; minor: number | null };
export type Recorded = ResponseOf<'promises.record'>;

const METHODS: readonly Asked['method'][] = ['call', 'email', 'letter', 'visit', 'other'];

type PromiseFormProps = { rows: readonly TransactionRow[]; onDone: (done: Recorded) => void; onCancel: () => void };

/** A promise over the chosen documents; each may have several instalments. What it needs is asked while it is typed. */
export function PromiseForm({ rows, onDone, onCancel }: PromiseFormProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const [lines, setLines] = useState<Line[]>(() =>
    // Nobody promises to pay what is disputed.
    rows.map((row, key) => ({ key, row, on: null, minor: row.undisputed_minor })),
  );
  const [about, setAbout] = useState({ contact: '', method: 'call' as Asked['method'], note: '' });
  const [followUp, setFollowUp] = useState<string | null>(null);
  const [seen, setSeen] = useState(false);
  const [consent, setConsent] = useState({ user: '', pin: '', note: '' });
  const record = useAct('promises.record');
  const problem = useFieldProblems(record.error);
  const asked = lines.flatMap(({ row, on, minor }) =>
    on === null ? [] : [{ transaction_id: row.transaction_id, promised_on: on, amount_minor: minor }],
  );
  const complete = asked.length === lines.length;
  const needs = useAsk(
    'promises.check',
    { lines: asked },
    { when: complete ? 'now' : 'later', meanwhile: 'previous' },
  ).data;
  const set = (key: number, change: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        record.mutate(
          {
            lines: asked,
            ...about,
            follow_up_on: followUp,
            consent: needs?.consent.length ? { ...consent, user: consent.user.trim() || null } : null,
            beyond_extension: seen,
          },
          { onSuccess: onDone },
        );
      }}
    >
      <Note>{t('promises.takeAbout')}</Note>
      {lines.map((line) => (
        <PromiseLine
          key={line.key}
          line={line}
          focus={line.key === 0 ? 'first' : line.key >= rows.length ? 'now' : undefined}
          error={problem}
          onChange={(change) => set(line.key, change)}
          onAdd={() =>
            setLines(
              lines.flatMap((other) =>
                other.key === line.key
                  ? [other, { ...line, key: Math.max(...lines.map(({ key }) => key)) + 1, on: null, minor: null }]
                  : [other],
              ),
            )
          }
          onRemove={lines.length > 1 ? () => setLines(lines.filter((other) => other.key !== line.key)) : undefined}
        />
      ))}
      {needs?.warnings.map((warning) => (
        <Note key={`${warning.document_no} ${warning.policy_no}`} tone="warn">
          <Warned warning={warning} />
        </Note>
      ))}
      {needs && needs.warnings.length > 0 && (
        <Checkbox
          label={t('promises.seen')}
          checked={seen}
          onChange={(event) => setSeen(event.currentTarget.checked)}
        />
      )}
      {needs && needs.consent.length > 0 && <Consent needs={needs} value={consent} onChange={setConsent} />}
      <Fields>
        <TextInput
          label={t('promises.contact')}
          value={about.contact}
          onChange={(event) => setAbout({ ...about, contact: event.currentTarget.value })}
        />
        <Select
          label={t('promises.method')}
          allowDeselect={false}
          data={METHODS.map((value) => ({ value, label: t(`promises.methodName.${value}`) }))}
          value={about.method}
          onChange={(value) => value && setAbout({ ...about, method: value as Asked['method'] })}
        />
        <TextInput
          label={t('promises.note')}
          value={about.note}
          onChange={(event) => setAbout({ ...about, note: event.currentTarget.value })}
        />
        <DayField
          label={t('promises.followUp')}
          empty="allowed"
          value={followUp}
          today={state.today}
          error={problem('follow_up_on')}
          onChange={setFollowUp}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={record.isPending} disabled={!complete}>
          {t('promises.record')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={record.error} />
      </FormActs>
    </form>
  );
}

type LineProps = {
  line: Line;
  focus: 'first' | 'now' | undefined;
  error: (field: string) => string | undefined;
  onChange: (change: Partial<Line>) => void;
  onAdd: () => void;
  onRemove: (() => void) | undefined;
};

function PromiseLine({ line, focus, error, onChange, onAdd, onRemove }: LineProps) {
  const { t } = useWords();
  const { state } = useDesk();
  const document = line.row.document_no;
  return (
    <div className={classes.line}>
      <DayField
        label={t('promises.line', { document })}
        {...(focus ? { focus } : {})}
        value={line.on}
        today={state.today}
        error={error('promised_on')}
        onChange={(on) => onChange({ on })}
      />
      <MoneyField
        label={t('promises.lineAmount', { document })}
        value={line.minor}
        currency={line.row.currency}
        error={error('amount')}
        onChange={(minor) => onChange({ minor })}
      />
      <div className={classes.tools}>
        <ActionIcon variant="subtle" aria-label={t('promises.addLine', { document })} onClick={onAdd}>
          <IconPlus size={14} />
        </ActionIcon>
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('promises.removeLine', { document })}
            onClick={onRemove}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
    </div>
  );
}

type Needs = ResponseOf<'promises.check'>;

export function Warned({ warning }: { warning: Needs['warnings'][number] }) {
  const { t, locale } = useWords();
  return (
    <>
      {t('promises.warned', {
        party: warning.party,
        policy: warning.policy_no,
        days: warning.longest_days,
        document: warning.document_no,
        day: formatDay(warning.latest_on, locale),
      })}
    </>
  );
}

export type ConsentValue = { user: string; pin: string; note: string };
type ConsentProps = { needs: Needs; value: ConsentValue; onChange: (value: ConsentValue) => void };

/** Why a manager is asked, and who consents: whoever works here, or a manager with a PIN. */
export function Consent({ needs, value, onChange }: ConsentProps) {
  const { t, locale } = useWords();
  return (
    <fieldset className={classes.consent}>
      <legend>{t('promises.consentTitle')}</legend>
      {needs.consent.map((why) => (
        <Note key={why} tone="warn">
          {t(`promises.consentWhy.${why}`, { day: formatDay(needs.latest_on, locale), count: needs.earlier })}
        </Note>
      ))}
      <Fields>
        <TextInput
          label={t('promises.consentUser')}
          description={t('promises.consentUserAbout')}
          value={value.user}
          onChange={(event) => onChange({ ...value, user: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('promises.consentPin')}
          autoComplete="off"
          value={value.pin}
          onChange={(event) => onChange({ ...value, pin: event.currentTarget.value })}
        />
        <TextInput
          label={t('promises.consentNote')}
          value={value.note}
          onChange={(event) => onChange({ ...value, note: event.currentTarget.value })}
        />
      </Fields>
    </fieldset>
  );
}
