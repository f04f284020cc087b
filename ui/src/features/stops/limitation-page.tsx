import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { Page } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { Drawer } from '../../kit/side';
import { Answered, FormProblem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { ResponseOf } from '../../wire/commands';

type Setup = ResponseOf<'limitation.setup'>;
type Period = Setup['periods'][number];
const NEW: Period = { country: '', months: 36, begins: 'due_day', source: '', shipped: false };
const BEGINS = ['end_of_year', 'due_day'] as const;
const COUNTRY_OF = ['company', 'customer'] as const;

/** How long an invoice can be claimed in court, by country, and when to warn. */
export function LimitationPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const setup = useAsk('limitation.setup', {});
  const [edited, setEdited] = useState<Period | null>(null);
  const add = () => setEdited(NEW);
  const close = () => setEdited(null);
  const label = t('stops.limitation.add');
  useActions(mode === 'today' ? [{ id: 'limitation.add', label, group: 'page', keys: 'n', run: add }] : []);
  return (
    <Page
      title={t('stops.limitation.setupTitle')}
      about={t('stops.limitation.setupAbout')}
      actions={
        <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
          {label}
        </Button>
      }
    >
      <Answered answer={setup}>
        {(data) => (
          <>
            <Table
              label={t('stops.limitation.setupTitle')}
              rows={data.periods}
              keyOf={(row) => row.country}
              onOpen={mode === 'today' ? setEdited : undefined}
              columns={[
                { id: 'country', header: t('stops.limitation.country'), opens: 'yes', cell: (row) => row.country },
                { id: 'months', header: t('stops.limitation.months'), align: 'right', cell: (row) => row.months },
                {
                  id: 'begins',
                  header: t('stops.limitation.begins'),
                  cell: (row) => t(`stops.limitation.beginsName.${row.begins}`),
                },
                { id: 'source', header: t('stops.limitation.source'), cell: (row) => row.source },
                {
                  id: 'origin',
                  header: t('stops.limitation.origin'),
                  cell: (row) => t(row.shipped ? 'stops.limitation.shipped' : 'stops.limitation.own'),
                },
              ]}
            />
            <Parameters key={JSON.stringify(data.parameters)} stored={data.parameters} />
            <Drawer
              title={edited?.country ? t('stops.limitation.editPeriod', { country: edited.country }) : label}
              state={edited ? 'open' : 'closed'}
              onClose={close}
            >
              {edited && <PeriodForm key={edited.country} stored={edited} onDone={close} />}
            </Drawer>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Parameters({ stored }: { stored: Setup['parameters'] }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [days, setDays] = useState<number | string>(stored.warning_days);
  const [countryOf, setCountryOf] = useState(stored.country_of);
  const save = useAct('limitation.parameters_save');
  const problem = useFieldProblems(save.error);
  return (
    <FormSection title={t('stops.limitation.parameters')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ warning_days: Number(days), country_of: countryOf });
        }}
      >
        <Fields>
          <NumberInput
            label={t('stops.limitation.warningDays')}
            value={days}
            min={0}
            allowDecimal={false}
            error={problem('warning_days')}
            onChange={setDays}
          />
          <Select
            label={t('stops.limitation.countryOf')}
            data={COUNTRY_OF.map((value) => ({ value, label: t(`stops.limitation.countryOfName.${value}`) }))}
            value={countryOf}
            allowDeselect={false}
            onChange={(value) => value && setCountryOf(value as typeof countryOf)}
          />
        </Fields>
        <FormActs>
          <Button type="submit" loading={save.isPending} disabled={mode === 'past' || days === ''}>
            {t('stops.insolvency.save')}
          </Button>
          <FormProblem error={save.error} />
        </FormActs>
      </form>
    </FormSection>
  );
}

function PeriodForm({ stored, onDone }: { stored: Period; onDone: () => void }) {
  const { t } = useWords();
  const [period, setPeriod] = useState(stored);
  const save = useAct('limitation.period_save');
  const remove = useAct('limitation.period_delete');
  const error = save.error ?? remove.error;
  const problem = useFieldProblems(error);
  const set = (change: Partial<Period>) => setPeriod({ ...period, ...change });
  const isNew = stored.country === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(period, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('stops.limitation.country')}
          description={t('stops.limitation.countryHint')}
          value={period.country}
          maxLength={2}
          disabled={!isNew}
          error={problem('country')}
          onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
          data-autofocus
        />
        <NumberInput
          label={t('stops.limitation.months')}
          value={period.months}
          min={1}
          allowDecimal={false}
          error={problem('months')}
          onChange={(value) => set({ months: Number(value) })}
        />
        <Select
          label={t('stops.limitation.begins')}
          data={BEGINS.map((value) => ({ value, label: t(`stops.limitation.beginsName.${value}`) }))}
          value={period.begins}
          allowDeselect={false}
          onChange={(value) => value && set({ begins: value as Period['begins'] })}
        />
        <TextInput
          label={t('stops.limitation.source')}
          value={period.source}
          error={problem('source')}
          onChange={(event) => set({ source: event.currentTarget.value })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
          {t('stops.insolvency.save')}
        </Button>
        {!isNew && (
          <Button
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate({ country: stored.country }, { onSuccess: onDone })}
          >
            {t('stops.limitation.remove')}
          </Button>
        )}
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
