import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { useNames } from './names';
import { CountField, PercentField } from './percent-field';
import type { HoldParameters } from './types';

const CHECKS = [
  'ignore_blank_expiry',
  'check_terms_rank',
  'check_discount_rank',
  'exclude_intercompany',
  'skip_on_packing_slip_cancel',
  'remove_blocked_lines',
] as const;
const REASONS = ['release_reason', 'modified_reason', 'cancel_reason'] as const;
const MODES = ['none', 'without_posting', 'with_posting'] as const;

/** Parameters of credit holds. */
export function HoldParametersForm({ stored }: { stored: HoldParameters }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const names = useNames();
  const setup = useAsk('credit.setup', {});
  const save = useAct('rules.parameters_save');
  const problem = useFieldProblems(save.error);
  const [row, setRow] = useState(stored);
  const set = (change: Partial<HoldParameters>) => setRow((now) => ({ ...now, ...change }));
  const changed = JSON.stringify(row) !== JSON.stringify(stored);
  const reasons = (setup.data?.reasons ?? []).filter(({ kind }) => kind === 'release');
  const box = (name: (typeof CHECKS)[number] | 'skip_after_release') => (
    <Checkbox
      key={name}
      label={t(`rules.parameters.box.${name}`)}
      checked={row[name]}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row);
      }}
    >
      <FormSection title={t('rules.parameters.checks')} about={t('rules.parameters.checksAbout')}>
        {CHECKS.map(box)}
        <CountField
          label={t('rules.parameters.reservation')}
          value={row.reservation_days}
          error={problem('reservation_days')}
          onChange={(days) => set({ reservation_days: days ?? 0 })}
        />
      </FormSection>
      <FormSection title={t('rules.parameters.releases')} about={t('rules.parameters.releasesAbout')}>
        {box('skip_after_release')}
        <Select
          label={t('rules.parameters.mode')}
          data={MODES.map((value) => ({ value, label: t(`rules.parameters.modeName.${value}`) }))}
          value={row.release_mode ?? 'none'}
          allowDeselect={false}
          onChange={(value) => set({ release_mode: releaseMode(value) })}
        />
        <PercentField
          label={t('rules.parameters.below')}
          description={t('rules.parameters.belowAbout')}
          value={row.release_below_bp}
          error={problem('release_below_bp')}
          onChange={(below) => set({ release_below_bp: below })}
        />
        {REASONS.map((field) => (
          <Select
            key={field}
            label={t(`rules.parameters.reason.${field}`)}
            data={reasons.map((reason) => ({ value: reason.code, label: names.reason(reason) }))}
            value={row[field]}
            clearable
            error={problem(field)}
            onChange={(code) => set({ [field]: code })}
          />
        ))}
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={!changed || mode === 'past'}>
          {t('rules.parameters.save')}
        </Button>
        {changed && (
          <Button variant="default" onClick={() => setRow(stored)}>
            {t('rules.parameters.discard')}
          </Button>
        )}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}

/** The choice of a release mode, where none is one too. */
export function releaseMode(chosen: string | null): HoldParameters['release_mode'] {
  return chosen === 'without_posting' || chosen === 'with_posting' ? chosen : null;
}
