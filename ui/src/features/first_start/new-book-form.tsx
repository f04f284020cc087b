import { Button, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { COUNTRIES, CURRENCIES, currencyOf } from '../../kit/format/countries';
import { Problem } from '../../kit/states';
import classes from './first-start.module.css';

function fileNameOf(company: string): string {
  const safe = company.trim().replace(/[\\/:*?"<>|]+/g, '-');
  return `${safe || 'Duebook'}.duebook`;
}

/** Company, country, currency and place: all that a new book needs. The file comes on the next page. */
export function NewBookForm() {
  const { t, locale, language } = useWords();
  const [company, setCompany] = useState('');
  const [country, setCountry] = useState(language === 'de' ? 'DE' : 'GB');
  const [currency, setCurrency] = useState<string | null>(null);
  const create = useAct('book.create');
  const saver = useAct('dialog.save');
  const client = useQueryClient();
  const navigate = useNavigate();
  const problem = create.error ?? saver.error;
  const countryNames = useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region' });
    return COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code })).sort((a, b) =>
      a.label.localeCompare(b.label, locale),
    );
  }, [locale]);
  const submit = async () => {
    const { path } = await saver.mutateAsync({ purpose: 'book', suggested: fileNameOf(company) });
    if (path === null) return;
    await create.mutateAsync({
      path,
      company: { name: company.trim(), country, currency: currency ?? currencyOf(country), language },
      sample: null,
    });
    await navigate({ to: '/import' });
    await client.invalidateQueries();
  };

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined);
      }}
    >
      {problem && <Problem error={problem} />}
      <TextInput
        data-autofocus
        required
        name="company"
        label={t('firstStart.company')}
        description={t('firstStart.companyHint')}
        value={company}
        onChange={(event) => setCompany(event.currentTarget.value)}
      />
      <Select
        searchable
        label={t('firstStart.country')}
        data={countryNames}
        value={country}
        onChange={(value) => value && setCountry(value)}
      />
      <Select
        searchable
        label={t('firstStart.currency')}
        description={t('firstStart.currencyHint')}
        data={[...CURRENCIES]}
        value={currency ?? currencyOf(country)}
        onChange={setCurrency}
      />
      <p className={classes.hint}>{t('firstStart.placeHint')}</p>
      <Button type="submit" loading={create.isPending} disabled={company.trim() === ''}>
        {t('firstStart.create')}
      </Button>
    </form>
  );
}
