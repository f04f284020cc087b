import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields } from '../../kit/form';
import { COUNTRIES } from '../../kit/format/countries';
import { useLetterLanguages } from '../../kit/letter-languages';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import classes from './customers.module.css';
import type { Card } from './types';

type Address = Card['address'];
type Contact = Card['contacts'][number];

const HOLDS = ['no', 'invoice', 'all'] as const;

const NEW_CONTACT: Contact = { purpose: 'collections', name: '', email: '', phone: '', salesperson: false };

/** What may be changed on a customer by hand. An import never overwrites what a person entered. */
export function CardForm({ account, stored, onDone }: { account: string; stored: Card; onDone: () => void }) {
  const { t } = useWords();
  const { state } = useDesk();
  const [card, setCard] = useState(stored);
  const terms = useAsk('terms.list', {});
  const languages = useLetterLanguages(card.language);
  const save = useAct('customers.update');
  const problem = useFieldProblems(save.error);
  const set = (change: Partial<Card>) => setCard({ ...card, ...change });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ account, card }, { onSuccess: onDone });
      }}
    >
      <FormProblem error={save.error} />
      <TextInput
        label={t('customers.name')}
        value={card.name}
        error={problem('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-autofocus
      />
      <AddressFields address={card.address} onChange={(address) => set({ address })} />
      <Fields>
        <Select
          label={t('customers.letterLanguage')}
          clearable
          placeholder={t('customers.byCompany')}
          data={languages}
          value={card.language}
          onChange={(language) => set({ language })}
        />
        <Select
          label={t('customers.terms')}
          clearable
          placeholder={t('customers.byCompany')}
          data={(terms.data?.terms ?? []).map((row) => ({ value: row.id, label: row.description || row.id }))}
          value={card.terms}
          error={problem('terms')}
          onChange={(value) => set({ terms: value })}
        />
      </Fields>
      <Fields>
        <DayField
          label={t('customers.customerSince')}
          value={card.customer_since}
          today={state.today}
          onChange={(customer_since) => set({ customer_since })}
        />
        <TextInput
          label={t('customers.salesperson')}
          value={card.salesperson ?? ''}
          onChange={(event) => set({ salesperson: event.currentTarget.value || null })}
        />
        <TextInput
          label={t('customers.creditRating')}
          value={card.credit_rating ?? ''}
          onChange={(event) => set({ credit_rating: event.currentTarget.value || null })}
        />
      </Fields>
      <Select
        label={t('customers.hold')}
        description={t('customers.holdHint')}
        data={HOLDS.map((value) => ({ value, label: t(`customers.holdChoice.${value}`) }))}
        value={card.delivery_hold}
        allowDeselect={false}
        error={problem('delivery_hold')}
        onChange={(value) => value && set({ delivery_hold: value })}
      />
      <Contacts contacts={card.contacts} onChange={(contacts) => set({ contacts })} />
      <Checkbox
        label={t('customers.noLetters')}
        checked={card.exclude_from_letters}
        onChange={(event) => set({ exclude_from_letters: event.currentTarget.checked })}
      />
      <Textarea
        label={t('customers.notes')}
        autosize
        minRows={2}
        value={card.notes}
        onChange={(event) => set({ notes: event.currentTarget.value })}
      />
      <Button type="submit" loading={save.isPending}>
        {t('kit.save')}
      </Button>
    </form>
  );
}

function AddressFields({ address, onChange }: { address: Address; onChange: (address: Address) => void }) {
  const { t, locale } = useWords();
  const countries = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    return COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code }));
  }, [locale]);
  const line = (field: Exclude<keyof Address, 'country'>, label: string) => (
    <TextInput
      label={label}
      value={address[field]}
      onChange={(event) => onChange({ ...address, [field]: event.currentTarget.value })}
    />
  );
  return (
    <>
      {line('addition', t('customers.addition'))}
      {line('street', t('customers.street'))}
      <Fields>
        {line('postal_code', t('customers.postalCode'))}
        {line('city', t('customers.city'))}
      </Fields>
      <Fields>
        {line('region', t('customers.region'))}
        <Select
          searchable
          clearable
          label={t('customers.country')}
          data={countries}
          value={address.country}
          onChange={(country) => onChange({ ...address, country })}
        />
      </Fields>
    </>
  );
}

function Contacts({ contacts, onChange }: { contacts: readonly Contact[]; onChange: (contacts: Contact[]) => void }) {
  const { t } = useWords();
  const set = (index: number, change: Partial<Contact>) =>
    onChange(contacts.map((contact, at) => (at === index ? { ...contact, ...change } : contact)));
  return (
    <fieldset className={classes.contacts}>
      <legend>{t('customers.contacts')}</legend>
      {contacts.map((contact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a contact has no id, and the rows never change places.
        <div key={index} className={classes.contactRow}>
          <Fields>
            <TextInput
              label={t('customers.name')}
              value={contact.name}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
            <Select
              label={t('customers.purposeLabel')}
              data={(['primary', 'collections', 'invoice', 'other'] as const).map((value) => ({
                value,
                label: t(`customers.purpose.${value}`),
              }))}
              value={contact.purpose}
              onChange={(purpose) => purpose && set(index, { purpose })}
            />
            <TextInput
              label={t('customers.email')}
              value={contact.email}
              onChange={(event) => set(index, { email: event.currentTarget.value })}
            />
            <TextInput
              label={t('customers.phone')}
              value={contact.phone}
              onChange={(event) => set(index, { phone: event.currentTarget.value })}
            />
          </Fields>
          <Checkbox
            label={t('customers.isSalesperson')}
            checked={contact.salesperson}
            onChange={(event) => set(index, { salesperson: event.currentTarget.checked })}
          />
          <Button variant="subtle" size="compact-xs" onClick={() => onChange(contacts.filter((_, at) => at !== index))}>
            {t('customers.removeContact')}
          </Button>
        </div>
      ))}
      <Button variant="default" size="compact-xs" onClick={() => onChange([...contacts, NEW_CONTACT])}>
        {t('customers.addContact')}
      </Button>
    </fieldset>
  );
}
