import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useWords } from '../../i18n';
import { useEnvelopes } from '../../kit/envelopes';
import { Fields } from '../../kit/form';
import type { CountryEnvelope } from '../../wire/generated/CountryEnvelope';
import classes from './company.module.css';

type CountryEnvelopesProps = {
  list: readonly CountryEnvelope[];
  countries: { value: string; label: string }[];
  usual: string;
  onChange: (list: CountryEnvelope[]) => void;
};

/** Other envelopes for the customers of some countries: one row each, and one to add. */
export function CountryEnvelopes({ list, countries, usual, onChange }: CountryEnvelopesProps) {
  const { t } = useWords();
  const envelopes = useEnvelopes();
  const names = new Map(countries.map(({ value, label }) => [value, label]));
  const free = countries.filter(({ value }) => !list.some((one) => one.country === value));
  return (
    <>
      {list.map((one) => (
        <div key={one.country} className={classes.envelope}>
          <Select
            label={t('company.envelopeFor', { country: names.get(one.country) ?? one.country })}
            data={envelopes}
            value={one.envelope}
            onChange={(envelope) =>
              envelope &&
              onChange(list.map((other) => (other.country === one.country ? { ...other, envelope } : other)))
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('company.envelopeRemove', { country: names.get(one.country) ?? one.country })}
            onClick={() => onChange(list.filter((other) => other.country !== one.country))}
          >
            <IconX size={15} />
          </ActionIcon>
        </div>
      ))}
      <Fields columns={3}>
        <Select
          searchable
          data-testid="company-envelope-add"
          label={t('company.envelopeAdd')}
          description={t('company.envelopeAddHint')}
          data={free}
          value={null}
          onChange={(country) => country && onChange([...list, { country, envelope: usual }])}
        />
      </Fields>
    </>
  );
}
