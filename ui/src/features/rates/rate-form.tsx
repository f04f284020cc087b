import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { CURRENCIES } from '../../kit/format/countries';
import type { Day } from '../../kit/format/day';
import { formatDecimal, parseDecimal } from '../../kit/format/decimal';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';

export type RateRow = ResponseOf<'rates.list'>['rates'][number];

const ORDINARY = 'default';

/** A rate of a pair from a day on; the same pair and day again replaces it. */
export function RateForm({ stored, onDone }: { stored: RateRow | null; onDone: () => void }) {
  const { t, locale } = useWords();
  const { state } = useDesk();
  const book = state.book?.currency ?? 'EUR';
  const [from, setFrom] = useState(stored?.from ?? (book === 'USD' ? 'EUR' : 'USD'));
  const [to, setTo] = useState(stored?.to ?? book);
  const [day, setDay] = useState<Day>(stored?.valid_from ?? state.today);
  const [typed, setTyped] = useState(stored ? formatDecimal(stored.rate, locale) : '');
  const [unread, setUnread] = useState<'yes' | 'no'>('no');
  const save = useAct('rates.save');
  const problem = useFieldProblems(save.error);
  const example = formatDecimal('1.0845', locale);
  const submit = () => {
    const rate = parseDecimal(typed, locale);
    setUnread(rate === null ? 'yes' : 'no');
    if (rate === null) return;
    save.mutate({ rate_type: stored?.rate_type ?? ORDINARY, from, to, valid_from: day, rate }, { onSuccess: onDone });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Fields columns={2}>
        <Select
          searchable
          label={t('rates.from')}
          data={[...CURRENCIES]}
          value={from}
          disabled={stored !== null}
          onChange={(value) => value && setFrom(value)}
        />
        <Select
          searchable
          label={t('rates.to')}
          data={[...CURRENCIES]}
          value={to}
          disabled={stored !== null}
          error={from === to ? t('rates.sameCurrency') : undefined}
          onChange={(value) => value && setTo(value)}
        />
        <DayField
          label={t('rates.validFrom')}
          value={day}
          today={state.today}
          disabled={stored !== null}
          onChange={(value) => value && setDay(value)}
        />
        <TextInput
          label={t('rates.rate')}
          className="tabular"
          value={typed}
          placeholder={example}
          inputMode="decimal"
          error={unread === 'yes' ? t('rates.unread', { example }) : problem('rate')}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
      </Fields>
      <p>{t('rates.hint', { from, to })}</p>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={from === to}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
