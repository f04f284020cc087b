import { Autocomplete, Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../data/desk';
import { useDraft } from '../data/draft';
import { useAct, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { RequestOf } from '../wire/commands';
import { type Activity, CATEGORIES, KINDS } from './activity';
import { CustomerField } from './customer-field';
import { DayField } from './fields/day-field';
import { Fields, FormActs } from './form';
import type { Day } from './format/day';
import { useFieldProblems } from './problem-words';
import { FormProblem, Note } from './states';

type Typed = RequestOf<'activities.add'>['activity'];

/** A transaction by its number. */
export type Document = { transaction_id: number; document_no: string };

type ActivityFormProps = {
  /** The customer; missing where the form asks for one. */
  account?: string;
  /** Several customers, of whom each gets its own. */
  accounts?: readonly string[];
  /** The one that is changed; missing for a new one. */
  stored?: Activity;
  caseId?: number | null;
  /** Documents of the customer that it may be about; the first is chosen. */
  documents?: readonly Document[];
  /** `written` where something was kept. */
  onDone: (outcome?: 'written') => void;
};

/** What is typed where nothing is typed yet: a task of today for whoever types it. */
function blank(today: Day, user: string | null, caseId: number | null, documents: readonly Document[]): Typed {
  return {
    kind: 'task',
    category: 'call',
    purpose: '',
    phase: '',
    // It is about one document; the others are named where people read them.
    memo: documents.length > 1 ? documents.map((one) => one.document_no).join(', ') : '',
    contact: '',
    responsible: user,
    starts_on: today,
    starts_at: null,
    ends_on: today,
    ends_at: null,
    reminder_on: null,
    case_id: caseId,
    transaction_id: documents[0]?.transaction_id ?? null,
  };
}

function fieldsOf(row: Activity): Typed {
  const { kind, category, purpose, phase, memo, contact, responsible, starts_on, starts_at, ends_on, ends_at } = row;
  const { reminder_on, case_id, transaction_id } = row;
  return {
    kind,
    category,
    purpose,
    phase,
    memo,
    contact,
    responsible,
    starts_on,
    starts_at,
    ends_on,
    ends_at,
    reminder_on,
    case_id,
    transaction_id,
  };
}

/** A call, a task or an appointment. What is typed stays until it is kept or thrown away. */
export function ActivityForm({ account, accounts, stored, caseId = null, documents = [], onDone }: ActivityFormProps) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const [chosen, setChosen] = useState(stored?.account ?? account ?? null);
  const user = state.user?.code ?? null;
  const key = stored
    ? `activity.${stored.activity_id}`
    : `activity.new.${accounts ? 'several' : (account ?? '')}.${caseId ?? ''}${documentsKey(documents)}`;
  const draft = useDraft<Typed>(key, stored ? fieldsOf(stored) : blank(state.today, user, caseId, documents));
  const { value, set } = draft;
  const users = useAsk('users.list', {}).data?.users ?? [];
  const phases = useAsk('activities.phases', {}).data?.phases ?? [];
  const cases = useOpenCases(chosen);
  const choices = useDocuments(accounts ? null : chosen, stored, documents);
  const add = useAct('activities.add');
  const addMany = useAct('activities.add_many');
  const save = useAct('activities.save');
  const close = useAct('activities.close');
  const reopen = useAct('activities.reopen');
  const error = add.error ?? addMany.error ?? save.error;
  const problem = useFieldProblems(error);
  const done = () => {
    draft.discard();
    onDone('written');
  };
  const submit = () => {
    if (stored) save.mutate({ activity_id: stored.activity_id, activity: value }, { onSuccess: done });
    else if (accounts) addMany.mutate({ accounts: [...accounts], activity: value }, { onSuccess: done });
    else if (chosen) add.mutate({ account: chosen, activity: value }, { onSuccess: done });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {stored?.automatic && <Note>{t('activities.automatic')}</Note>}
      <Fields columns={1}>
        {!stored && !account && !accounts && <CustomerField label={t('activities.name')} onChoose={setChosen} />}
        <TextInput
          label={t('activities.purpose')}
          value={value.purpose}
          error={problem('purpose')}
          onChange={(event) => set({ purpose: event.currentTarget.value })}
          data-autofocus={account || accounts || stored ? true : undefined}
        />
      </Fields>
      <Fields columns={2}>
        <Select
          label={t('activities.kindHead')}
          data={KINDS.map((kind) => ({ value: kind, label: t(`activities.kind.${kind}`) }))}
          value={value.kind}
          allowDeselect={false}
          onChange={(kind) => kind && set({ kind: kind as Typed['kind'] })}
        />
        <Select
          label={t('activities.category')}
          data={CATEGORIES.map((one) => ({ value: one, label: t(`activities.categoryName.${one}`) }))}
          value={value.category}
          error={problem('category')}
          allowDeselect={false}
          onChange={(category) => category && set({ category })}
        />
        <Autocomplete
          label={t('activities.phase')}
          description={t('activities.phaseHint')}
          data={phases}
          maxLength={40}
          value={value.phase}
          error={problem('phase')}
          onChange={(phase) => set({ phase })}
        />
        <Select
          label={t('activities.responsible')}
          placeholder={t('activities.nobody')}
          clearable
          data={users
            .filter((one) => one.active || one.code === value.responsible)
            .map((one) => ({ value: one.code, label: `${one.code} · ${one.name}` }))}
          value={value.responsible ?? null}
          error={problem('responsible')}
          onChange={(responsible) => set({ responsible })}
        />
        <TextInput
          label={t('activities.contact')}
          value={value.contact}
          onChange={(event) => set({ contact: event.currentTarget.value })}
        />
        <DayField
          label={t('activities.startsOn')}
          value={value.starts_on}
          today={state.today}
          error={problem('starts_on')}
          onChange={(day) => day && set(value.ends_on < day ? { starts_on: day, ends_on: day } : { starts_on: day })}
        />
        <DayField
          label={t('activities.endsOn')}
          value={value.ends_on}
          today={state.today}
          error={problem('ends_on')}
          onChange={(day) => day && set({ ends_on: day })}
        />
        {value.kind === 'appointment' && (
          <>
            <TextInput
              label={t('activities.startsAt')}
              placeholder="09:00"
              value={value.starts_at ?? ''}
              error={problem('starts_at')}
              onChange={(event) => set({ starts_at: event.currentTarget.value || null })}
            />
            <TextInput
              label={t('activities.endsAt')}
              placeholder="10:00"
              value={value.ends_at ?? ''}
              error={problem('ends_at')}
              onChange={(event) => set({ ends_at: event.currentTarget.value || null })}
            />
          </>
        )}
        <DayField
          label={t('activities.reminderOn')}
          value={value.reminder_on ?? null}
          today={state.today}
          empty="allowed"
          error={problem('reminder_on')}
          onChange={(reminder_on) => set({ reminder_on })}
        />
        <Select
          label={t('activities.case')}
          placeholder={t('activities.noCase')}
          clearable
          data={cases}
          value={value.case_id === null || value.case_id === undefined ? null : String(value.case_id)}
          error={problem('case_id')}
          onChange={(id) => set({ case_id: id === null ? null : Number(id) })}
        />
        {!accounts && (
          <Select
            label={t('activities.document')}
            placeholder={t('activities.noDocument')}
            clearable
            searchable
            data={choices}
            value={value.transaction_id ? String(value.transaction_id) : null}
            error={problem('transaction_id')}
            onChange={(id) => set({ transaction_id: id === null ? null : Number(id) })}
          />
        )}
      </Fields>
      <Fields columns={1}>
        <Textarea
          label={t('activities.memo')}
          autosize
          minRows={3}
          maxRows={14}
          value={value.memo}
          onChange={(event) => set({ memo: event.currentTarget.value })}
        />
      </Fields>
      <FormActs>
        <Button
          type="submit"
          loading={add.isPending || save.isPending}
          disabled={mode === 'past' || (!chosen && !accounts)}
        >
          {t('activities.save')}
        </Button>
        {stored && (
          <Button
            variant="default"
            disabled={mode === 'past'}
            loading={close.isPending || reopen.isPending}
            onClick={() =>
              (stored.state === 'open' ? close : reopen).mutate(
                { activity_ids: [stored.activity_id] },
                { onSuccess: done },
              )
            }
          >
            {t(stored.state === 'open' ? 'activities.close' : 'activities.reopen')}
          </Button>
        )}
        <Button variant="subtle" onClick={() => onDone()}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error ?? close.error ?? reopen.error} />
      </FormActs>
    </form>
  );
}

/** What is typed about some documents is another draft than what is typed about others. */
function documentsKey(documents: readonly Document[]): string {
  return documents.length > 0 ? `.${documents.map((one) => one.transaction_id).join('+')}` : '';
}

/** The documents that an activity may be about: what it is about already, the marked ones, and what is open of the customer. */
function useDocuments(
  account: string | null,
  stored: Activity | undefined,
  marked: readonly Document[],
): { value: string; label: string }[] {
  const open = useAsk(
    'customers.transactions',
    { account: account ?? '', as_of: null, show: 'open', definition: null, by: 'due', amounts: 'document' },
    { when: account ? 'now' : 'later' },
  );
  const known = new Map<string, string>();
  if (stored?.transaction_id) known.set(String(stored.transaction_id), stored.document_no ?? '');
  for (const one of [...marked, ...(open.data?.rows ?? [])]) {
    known.set(String(one.transaction_id), one.document_no);
  }
  return [...known].map(([value, label]) => ({ value, label }));
}

/** The open cases of a customer, for a field that chooses one. */
export function useOpenCases(account: string | null): { value: string; label: string }[] {
  const listing = useAsk(
    'cases.list',
    { show: 'open', of: 'everybody', account: account ?? '', search: '', filters: [], sort: null },
    { when: account ? 'now' : 'later' },
  );
  const handle = listing.data?.handle ?? 0;
  const page = useAsk(
    'cases.page',
    { handle, offset: 0, limit: 200 },
    { when: account && listing.data ? 'now' : 'later' },
  );
  return (page.data?.rows ?? []).map((row) => ({
    value: String(row.case_id),
    label: `${row.number} · ${row.description}`,
  }));
}
