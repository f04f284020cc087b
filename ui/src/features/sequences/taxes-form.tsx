import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { DayField } from '../../kit/fields/day-field';
import { FormActs, FormSection } from '../../kit/form';
import { Answered, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import classes from './sequences.module.css';

type Rate = ResponseOf<'taxes.rates'>['rates'][number];

/** Tax on fees: the rates of every code. */
export function TaxesForm() {
  const rates = useAsk('taxes.rates', {});
  return <Answered answer={rates}>{(data) => <Rates key={JSON.stringify(data.rates)} stored={data.rates} />}</Answered>;
}

const HUNDREDTHS = 100;

function Rates({ stored }: { stored: readonly Rate[] }) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const [rates, setRates] = useState<Rate[]>([...stored]);
  const save = useAct('taxes.save');
  const changed = JSON.stringify(rates) !== JSON.stringify(stored);
  const set = (index: number, change: Partial<Rate>) =>
    setRates(rates.map((rate, at) => (at === index ? { ...rate, ...change } : rate)));
  const store = () => changed && save.mutate({ rates });
  useActions(
    mode === 'today' && changed ? [{ id: 'taxes.save', label: t('sequences.taxSave'), group: 'page', run: store }] : [],
  );
  return (
    <form
      data-testid="tax-rates"
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <FormSection title={t('sequences.taxes')} about={t('sequences.taxesAbout')}>
        {rates.map((rate, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rates have no id before they are saved, and keep their places.
          <div key={index} className={classes.lineFields}>
            <TextInput
              label={t('sequences.taxName')}
              value={rate.code}
              onChange={(event) => set(index, { code: event.currentTarget.value })}
            />
            <DayField
              label={t('sequences.taxFrom')}
              value={rate.from_on}
              today={state.today}
              onChange={(day) => day && set(index, { from_on: day })}
            />
            <NumberInput
              label={t('sequences.taxRate')}
              min={0}
              max={HUNDREDTHS}
              decimalScale={2}
              value={rate.rate_bp / HUNDREDTHS}
              onChange={(percent) =>
                typeof percent === 'number' && set(index, { rate_bp: Math.round(percent * HUNDREDTHS) })
              }
            />
            <TextInput
              label={t('sequences.taxDescription')}
              value={rate.description}
              onChange={(event) => set(index, { description: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('sequences.taxRemove')}
              onClick={() => setRates(rates.filter((_, at) => at !== index))}
            >
              <IconX size={15} />
            </ActionIcon>
          </div>
        ))}
        <div>
          <Button
            variant="default"
            onClick={() => setRates([...rates, { code: '', from_on: state.today, description: '', rate_bp: 0 }])}
          >
            {t('sequences.taxAdd')}
          </Button>
        </div>
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('sequences.taxSave')}
        </Button>
        {save.error && <Problem error={save.error} />}
      </FormActs>
    </form>
  );
}
