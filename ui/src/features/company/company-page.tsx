import { Button, Checkbox, Select, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { useEnvelopes } from '../../kit/envelopes';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { COUNTRIES } from '../../kit/format/countries';
import { useLetterLanguages } from '../../kit/letter-languages';
import { Page } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem } from '../../kit/states';
import type { Company } from '../../wire/generated/Company';
import type { CountryEnvelope } from '../../wire/generated/CountryEnvelope';
import { Companies } from './companies';
import { CountryEnvelopes } from './country-envelopes';
import { Holidays } from './holidays';
import { LogoField } from './logo-field';
import { PublicHolidays } from './public-holidays';

type TextFields = Exclude<keyof Company, 'default_terms' | 'envelopes_by_country'>;
type Edit = {
  company: Company;
  set: (field: TextFields, value: string) => void;
  setEnvelopes: (list: CountryEnvelope[]) => void;
  problem: (field: string) => string | undefined;
};

/** Whose letters these are: address, bank, logo, paper and calendar. */
export function CompanyPage() {
  const { t } = useWords();
  const company = useAsk('company.get', {});
  return (
    <Page title={t('shell.page.company')} about={t('company.about')}>
      <Answered answer={company}>{(stored) => <CompanyForm stored={stored} />}</Answered>
    </Page>
  );
}

function CompanyForm({ stored }: { stored: Company }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [edits, setEdits] = useState<Partial<Company>>({});
  const update = useAct('company.update');
  const company = { ...stored, ...edits };
  const changed = Object.keys(edits).length > 0;
  const edit: Edit = {
    company,
    // A region belongs to its country.
    set: (field, value) => setEdits({ ...edits, ...(field === 'country' && { holiday_region: '' }), [field]: value }),
    setEnvelopes: (list) => setEdits({ ...edits, envelopes_by_country: list }),
    problem: useFieldProblems(update.error),
  };
  const save = () => {
    if (changed) update.mutate(company, { onSuccess: () => setEdits({}) });
  };
  useActions(
    mode === 'today' ? [{ id: 'company.save', label: t('company.save'), group: 'page', keys: 'mod+s', run: save }] : [],
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <FormSection title={t('company.address')} about={t('company.addressAbout')}>
        <Address edit={edit} />
      </FormSection>
      <FormSection title={t('company.bank')} about={t('company.bankAbout')}>
        <Bank edit={edit} />
      </FormSection>
      <FormSection title={t('company.logo')} about={t('company.logoAbout')}>
        <LogoField />
      </FormSection>
      <FormSection title={t('company.paper')} about={t('company.paperAbout')}>
        <Paper edit={edit} />
      </FormSection>
      <FormSection title={t('company.calendar')} about={t('company.calendarAbout')}>
        <Weekdays edit={edit} />
        <PublicHolidays
          country={company.country}
          region={company.holiday_region}
          problem={edit.problem('holiday_region')}
          choose={(region) => edit.set('holiday_region', region)}
        />
        <Holidays />
      </FormSection>
      <FormSection title={t('companies.title')} about={t('companies.about')}>
        <Line edit={edit} field="code" label={t('companies.ownCode')} hint={t('companies.codeHint')} />
        <Companies />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={update.isPending} disabled={!changed || mode === 'past'}>
          {t('kit.save')}
        </Button>
        {changed && (
          <Button variant="subtle" onClick={() => setEdits({})}>
            {t('company.discard')}
          </Button>
        )}
        {update.isSuccess && !changed && <Text c="dimmed">{t('company.saved')}</Text>}
        <FormProblem error={update.error} />
      </FormActs>
    </form>
  );
}

function Line({ edit, field, label, hint }: { edit: Edit; field: TextFields; label: string; hint?: string }) {
  return (
    <TextInput
      name={field}
      label={label}
      description={hint}
      value={edit.company[field]}
      error={edit.problem(field)}
      onChange={(event) => edit.set(field, event.currentTarget.value)}
    />
  );
}

function useCountries() {
  const { locale } = useWords();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    return COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code }));
  }, [locale]);
}

function Address({ edit }: { edit: Edit }) {
  const { t } = useWords();
  const countries = useCountries();
  return (
    <>
      <Line edit={edit} field="name" label={t('company.name')} />
      <Line edit={edit} field="street" label={t('company.street')} />
      <Fields columns={3}>
        <Line edit={edit} field="postal_code" label={t('company.postalCode')} />
        <Line edit={edit} field="city" label={t('company.city')} />
        <Line edit={edit} field="region" label={t('company.region')} />
      </Fields>
      <Select
        searchable
        label={t('company.country')}
        data={countries}
        value={edit.company.country}
        error={edit.problem('country')}
        onChange={(value) => value && edit.set('country', value)}
      />
      <Fields columns={3}>
        <Line edit={edit} field="phone" label={t('company.phone')} />
        <Line edit={edit} field="email" label={t('company.email')} />
        <Line edit={edit} field="web" label={t('company.web')} />
      </Fields>
      <Line edit={edit} field="vat_id" label={t('company.vatId')} />
      <Line edit={edit} field="register_text" label={t('company.register')} hint={t('company.registerHint')} />
    </>
  );
}

function Bank({ edit }: { edit: Edit }) {
  const { t } = useWords();
  return (
    <>
      <Fields>
        <Line edit={edit} field="bank_holder" label={t('company.bankHolder')} />
        <Line edit={edit} field="bank_name" label={t('company.bankName')} />
      </Fields>
      <Fields>
        <Line edit={edit} field="iban" label={t('company.iban')} hint={t('company.ibanHint')} />
        <Line edit={edit} field="bic" label={t('company.bic')} />
      </Fields>
    </>
  );
}

function Paper({ edit }: { edit: Edit }) {
  const { t } = useWords();
  const languages = useLetterLanguages(edit.company.language);
  const envelopes = useEnvelopes();
  const countries = useCountries();
  return (
    <>
      <Fields columns={3}>
        <Select
          label={t('company.language')}
          data={languages}
          value={edit.company.language}
          onChange={(value) => value && edit.set('language', value)}
        />
        <Select
          label={t('company.pageSize')}
          data={[
            { value: 'a4', label: t('company.a4') },
            { value: 'us_letter', label: t('company.usLetter') },
          ]}
          value={edit.company.page_size}
          onChange={(value) => value && edit.set('page_size', value)}
        />
        <Select
          label={t('company.window')}
          data={envelopes}
          value={edit.company.envelope_window}
          onChange={(value) => value && edit.set('envelope_window', value)}
        />
      </Fields>
      <CountryEnvelopes
        list={edit.company.envelopes_by_country}
        countries={countries}
        usual={edit.company.envelope_window}
        onChange={edit.setEnvelopes}
      />
    </>
  );
}

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function Weekdays({ edit }: { edit: Edit }) {
  const { t } = useWords();
  const worked = edit.company.worked_weekdays;
  const turn = (index: number) => {
    const next = worked[index] === '1' ? '0' : '1';
    edit.set('worked_weekdays', worked.slice(0, index) + next + worked.slice(index + 1));
  };
  return (
    <Checkbox.Group label={t('company.workedDays')} error={edit.problem('worked_weekdays')} value={[]}>
      <Fields columns={3}>
        {WEEK.map((day, index) => (
          <Checkbox
            key={day}
            label={t(`company.weekday.${day}`)}
            checked={worked[index] === '1'}
            onChange={() => turn(index)}
          />
        ))}
      </Fields>
    </Checkbox.Group>
  );
}
