import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Answered, FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Setup = ResponseOf<'hand_overs.agencies'>;
type Agency = Setup['agencies'][number];

const NEW: Agency = {
  code: '',
  name: '',
  street: '',
  postal_code: '',
  city: '',
  country: '',
  email: '',
  commission_bp: 0,
  active: true,
};

/** Hundredths of a percent in a percent. */
const PER_PERCENT = 100;

/** Who items are handed over to, and where letters are marked that propose it. */
export function Agencies() {
  const { t } = useWords();
  const setup = useAsk('hand_overs.agencies', {});
  const [edited, setEdited] = useState<Agency | null>(null);
  if (edited) return <AgencyForm key={edited.code} stored={edited} onDone={() => setEdited(null)} />;
  return (
    <Answered answer={setup}>
      {(data) => (
        <>
          <Table
            label={t('handOvers.agencies')}
            rows={data.agencies}
            keyOf={(agency) => agency.code}
            onOpen={setEdited}
            columns={[
              { id: 'code', header: t('handOvers.code'), opens: 'yes', cell: (agency) => agency.code },
              { id: 'name', header: t('handOvers.name'), cell: (agency) => agency.name },
              { id: 'city', header: t('handOvers.city'), cell: (agency) => agency.city },
              {
                id: 'active',
                header: t('handOvers.state'),
                cell: (agency) => t(agency.active ? 'handOvers.active' : 'handOvers.inactive'),
              },
            ]}
          />
          <div>
            <Button variant="default" onClick={() => setEdited(NEW)}>
              {t('handOvers.addAgency')}
            </Button>
          </div>
          <p>{t('handOvers.sequences')}</p>
        </>
      )}
    </Answered>
  );
}

function AgencyForm({ stored, onDone }: { stored: Agency; onDone: () => void }) {
  const { t } = useWords();
  const [agency, setAgency] = useState(stored);
  const save = useAct('hand_overs.agency_save');
  const problem = useFieldProblems(save.error);
  const change = (part: Partial<Agency>) => setAgency({ ...agency, ...part });
  const text = (field: 'name' | 'street' | 'postal_code' | 'city' | 'country' | 'email', label: string) => (
    <TextInput
      label={label}
      value={agency[field] ?? ''}
      error={problem(field)}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(agency, { onSuccess: onDone });
      }}
    >
      <Fields columns={2}>
        <TextInput
          label={t('handOvers.code')}
          value={agency.code}
          disabled={stored.code !== ''}
          error={problem('code')}
          onChange={(event) => change({ code: event.currentTarget.value })}
          data-autofocus
        />
        {text('name', t('handOvers.name'))}
        {text('street', t('handOvers.street'))}
        {text('postal_code', t('handOvers.postalCode'))}
        {text('city', t('handOvers.city'))}
        {text('country', t('handOvers.country'))}
        {text('email', t('handOvers.email'))}
        <NumberInput
          label={t('handOvers.percent')}
          value={(agency.commission_bp ?? 0) / PER_PERCENT}
          min={0}
          max={100}
          decimalScale={2}
          error={problem('commission_bp')}
          onChange={(value) => change({ commission_bp: Math.round(Number(value) * PER_PERCENT) })}
        />
      </Fields>
      <Checkbox
        label={t('handOvers.active')}
        checked={agency.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('handOvers.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
