import { Button, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { Answered, FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { CountrySequence } from '../../wire/generated/CountrySequence';
import { codeOf } from './types';

/** A sequence that is ready for a country: what it does and where that is written, before it is added. */
export function CountryForm({ onAdded }: { onAdded: (id: string) => void }) {
  const answer = useAsk('letters.sequence_countries', {});
  return <Answered answer={answer}>{({ countries }) => <Choice countries={countries} onAdded={onAdded} />}</Answered>;
}

function Choice({ countries, onAdded }: { countries: CountrySequence[]; onAdded: (id: string) => void }) {
  const { t, locale } = useWords();
  const { mode } = useDesk();
  const add = useAct('letters.sequence_add');
  const [country, setCountry] = useState<string | null>(null);
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const chosen = countries.find((one) => one.country === country);
  return (
    <>
      <Select
        data-testid="sequence-country"
        label={t('sequences.country')}
        data={countries.map((one) => ({ value: one.country, label: names.of(one.country) ?? one.country }))}
        value={country}
        onChange={setCountry}
      />
      {chosen && (
        <>
          <Text size="sm">{chosen.description}</Text>
          <Table
            label={t('sequences.lines')}
            rows={chosen.lines}
            keyOf={(line) => line.code}
            columns={[
              {
                id: 'code',
                header: t('sequences.codeLabel'),
                cell: (line) => t(`sequences.code.${codeOf(line.code) ?? 'letter_1'}`),
              },
              { id: 'days', header: t('sequences.grace'), cell: (line) => String(line.grace_days) },
              { id: 'currency', header: t('sequences.currency'), cell: (line) => line.currency },
            ]}
          />
          {chosen.added && <Text c="dimmed">{t('sequences.countryAdded')}</Text>}
        </>
      )}
      <FormActs>
        <Button
          data-testid="sequence-country-add"
          loading={add.isPending}
          disabled={!chosen || chosen.added || mode === 'past'}
          onClick={() =>
            chosen && add.mutate({ country: chosen.country }, { onSuccess: () => onAdded(chosen.country) })
          }
        >
          {t('sequences.countryAdd')}
        </Button>
        <FormProblem error={add.error} />
      </FormActs>
    </>
  );
}
