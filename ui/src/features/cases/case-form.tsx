import { ActionIcon, Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useDraft } from '../../data/draft';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { CustomerField } from '../../kit/customer-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import classes from './cases.module.css';
import { type CaseFields, type CaseFile, PRIORITIES, STATUSES, type Status } from './types';

type CaseFormProps = {
  /** The case that is changed; missing for a new one. */
  stored?: CaseFile;
  onDone: (file: CaseFile | null) => void;
};

type Typed = { status: Status; case: CaseFields };

function typedOf(stored: CaseFile | undefined, user: string | null): Typed {
  if (!stored) {
    return {
      status: 'opened',
      case: {
        category: 'COLLECTIONS',
        description: '',
        priority: 2,
        owner: user,
        notes: '',
        resolution: '',
        external_reference: '',
        contacts: [],
      },
    };
  }
  const { head, notes, resolution, contacts } = stored;
  const { category, description, priority, owner, external_reference } = head;
  return {
    status: head.status,
    case: { category, description, priority, owner, notes, resolution, external_reference, contacts },
  };
}

/** A case: what it is about, whose it is, how urgent. What is typed stays until it is kept. */
export function CaseForm({ stored, onDone }: CaseFormProps) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const [account, setAccount] = useState(stored?.head.account ?? null);
  const draft = useDraft<Typed>(`case.${stored?.head.case_id ?? 'new'}`, typedOf(stored, state.user?.code ?? null));
  const { value } = draft;
  const set = (change: Partial<CaseFields>) => draft.set({ case: { ...value.case, ...change } });
  const open = useAct('cases.open');
  const save = useAct('cases.save');
  const users = useAsk('users.list', {}).data?.users ?? [];
  const categories = useAsk('cases.categories', {}).data?.categories ?? [];
  const error = open.error ?? save.error;
  const problem = useFieldProblems(error);
  const done = (file: CaseFile) => {
    draft.discard();
    onDone(file);
  };
  const submit = () => {
    if (stored) {
      save.mutate({ case_id: stored.head.case_id, status: value.status, case: value.case }, { onSuccess: done });
    } else if (account) {
      open.mutate({ account, case: value.case, transaction_ids: [] }, { onSuccess: done });
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Fields columns={1}>
        {!stored && <CustomerField label={t('cases.name')} onChoose={setAccount} />}
        <TextInput
          label={t('cases.description')}
          value={value.case.description}
          error={problem('description')}
          onChange={(event) => set({ description: event.currentTarget.value })}
          data-autofocus={stored ? true : undefined}
        />
      </Fields>
      <Fields columns={2}>
        <Select
          label={t('cases.category')}
          data={categories.map(({ id, description }) => ({
            value: id,
            label: description ? `${id} · ${description}` : id,
          }))}
          value={value.case.category}
          error={problem('category')}
          allowDeselect={false}
          onChange={(category) => category && set({ category })}
        />
        <Select
          label={t('cases.priority')}
          data={PRIORITIES.map((one) => ({ value: String(one), label: t(`cases.priorityName.p${one}`) }))}
          value={String(value.case.priority)}
          error={problem('priority')}
          allowDeselect={false}
          onChange={(priority) => priority && set({ priority: Number(priority) })}
        />
        <Select
          label={t('cases.owner')}
          placeholder={t('activities.nobody')}
          clearable
          data={users
            .filter((one) => one.active || one.code === value.case.owner)
            .map((one) => ({ value: one.code, label: `${one.code} · ${one.name}` }))}
          value={value.case.owner ?? null}
          error={problem('owner')}
          onChange={(owner) => set({ owner })}
        />
        {stored && stored.head.status !== 'closed' && (
          <Select
            label={t('cases.status')}
            data={STATUSES.filter((one) => one !== 'closed').map((one) => ({
              value: one,
              label: t(`cases.statusName.${one}`),
            }))}
            value={value.status}
            error={problem('status')}
            allowDeselect={false}
            onChange={(status) => status && draft.set({ status: status as Status })}
          />
        )}
        <TextInput
          label={t('cases.reference')}
          value={value.case.external_reference}
          onChange={(event) => set({ external_reference: event.currentTarget.value })}
        />
      </Fields>
      <Fields columns={1}>
        <Textarea
          label={t('cases.notes')}
          autosize
          minRows={3}
          maxRows={12}
          value={value.case.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
        {stored && (
          <Textarea
            label={t('cases.resolution')}
            autosize
            minRows={2}
            maxRows={8}
            value={value.case.resolution}
            onChange={(event) => set({ resolution: event.currentTarget.value })}
          />
        )}
        <Contacts
          contacts={value.case.contacts}
          error={problem('contacts')}
          onChange={(contacts) => set({ contacts })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={open.isPending || save.isPending} disabled={mode === 'past' || !account}>
          {t(stored ? 'cases.save' : 'cases.openNow')}
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}

type ContactsProps = {
  contacts: CaseFields['contacts'];
  error: string | undefined;
  onChange: (contacts: CaseFields['contacts']) => void;
};

/** Who is talked to in this case. */
function Contacts({ contacts, error, onChange }: ContactsProps) {
  const { t } = useWords();
  const change = (at: number, part: Partial<CaseFields['contacts'][number]>) =>
    onChange(contacts.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset className={classes.contacts}>
      <legend>{t('cases.contacts')}</legend>
      {contacts.map((contact, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a contact that is being typed has no other name.
        <div key={at} className={classes.contact}>
          <TextInput
            aria-label={t('cases.contactName')}
            placeholder={t('cases.contactName')}
            value={contact.name}
            onChange={(event) => change(at, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('cases.contactEmail')}
            placeholder={t('cases.contactEmail')}
            value={contact.email}
            onChange={(event) => change(at, { email: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('cases.contactPhone')}
            placeholder={t('cases.contactPhone')}
            value={contact.phone}
            onChange={(event) => change(at, { phone: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t('cases.detach')} ${contact.name}`}
            onClick={() => onChange(contacts.filter((_, index) => index !== at))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {error && <p role="alert">{error}</p>}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...contacts, { name: '', email: '', phone: '' }])}
      >
        {t('cases.addContact')}
      </Button>
    </fieldset>
  );
}
