import { Button, Checkbox, NumberInput, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { Answered, FormProblem } from '../../kit/states';
import type { Parameters } from './types';

/** The rules that hold for every letter run. */
export function ParametersForm() {
  const parameters = useAsk('letters.parameters', {});
  return <Answered answer={parameters}>{(stored) => <RulesForm stored={stored} />}</Answered>;
}

function RulesForm({ stored }: { stored: Parameters }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [edits, setEdits] = useState<Partial<Parameters>>({});
  const profiles = useAsk('letters.profiles', {});
  const save = useAct('letters.parameters_save');
  const rules = { ...stored, ...edits };
  const changed = Object.keys(edits).length > 0;
  const set = (change: Partial<Parameters>) => setEdits({ ...edits, ...change });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(rules, { onSuccess: () => setEdits({}) });
      }}
    >
      <FormSection title={t('sequences.rules')} about={t('sequences.rulesAbout')}>
        <Fields>
          <Select
            label={t('sequences.profile')}
            data={(profiles.data?.profiles ?? []).map(({ id, description }) => ({
              value: id,
              label: description || id,
            }))}
            value={rules.profile}
            onChange={(profile) => profile && set({ profile })}
          />
          <Select
            label={t('sequences.per')}
            description={t('sequences.perHint')}
            data={(['customer', 'transaction'] as const).map((value) => ({
              value,
              label: t(`sequences.perWhat.${value}`),
            }))}
            value={rules.per}
            allowDeselect={false}
            onChange={(per) => per && set({ per: per as Parameters['per'] })}
          />
          <Select
            label={t('sequences.updateAt')}
            description={t('sequences.updateAtHint')}
            data={(['posting', 'printout'] as const).map((value) => ({ value, label: t(`sequences.update.${value}`) }))}
            value={rules.update_code_at}
            onChange={(event) => event && set({ update_code_at: event as Parameters['update_code_at'] })}
          />
          <NumberInput
            label={t('sequences.payWithin')}
            min={0}
            max={90}
            value={rules.pay_within_days}
            onChange={(days) => typeof days === 'number' && set({ pay_within_days: days })}
          />
          <NumberInput
            label={t('sequences.freshWithin')}
            description={t('sequences.freshWithinHint')}
            min={0}
            max={365}
            value={rules.fresh_within_days ?? ''}
            onChange={(days) => set({ fresh_within_days: typeof days === 'number' ? days : null })}
          />
        </Fields>
        <Checkbox
          label={t('sequences.paymentCodes')}
          checked={rules.payment_codes === 'fitting'}
          onChange={(event) => set({ payment_codes: event.currentTarget.checked ? 'fitting' : 'none' })}
        />
        <Checkbox
          label={t('sequences.excludeDisputed')}
          checked={rules.exclude_disputed}
          onChange={(event) => set({ exclude_disputed: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('sequences.skipNotPositive')}
          checked={rules.skip_not_positive}
          onChange={(event) => set({ skip_not_positive: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('sequences.ignoreCredits')}
          checked={rules.ignore_credits_for_code}
          onChange={(event) => set({ ignore_credits_for_code: event.currentTarget.checked })}
        />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('sequences.saveRules')}
        </Button>
        {save.isSuccess && !changed && <Text c="dimmed">{t('sequences.saved')}</Text>}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
