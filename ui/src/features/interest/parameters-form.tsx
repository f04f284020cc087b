import { Button, Checkbox, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { MoneyField } from '../../kit/fields/money-field';
import { Fields, FormActs } from '../../kit/form';
import { Answered, Note, Problem } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import classes from './interest.module.css';
import { type Bears, KINDS, type Parameters } from './types';

/** How interest is charged where a run says nothing else. */
export function ParametersForm({ onDone }: { onDone: () => void }) {
  const stored = useAsk('interest.parameters', {});
  return <Answered answer={stored}>{(rules) => <Form stored={rules} onDone={onDone} />}</Answered>;
}

function Form({ stored, onDone }: { stored: Parameters; onDone: () => void }) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const [rules, setRules] = useState(stored);
  const set = (change: Partial<Parameters>) => setRules({ ...rules, ...change });
  const profiles = useAsk('letters.profiles', {});
  const save = useAct('interest.parameters_save');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(rules, { onSuccess: onDone });
      }}
    >
      <p>{t('interestSetup.parametersAbout')}</p>
      <Fields columns={1}>
        <Select
          label={t('interestSetup.defaultProfile')}
          data={(profiles.data?.profiles ?? []).map(({ id, description }) => ({ value: id, label: description || id }))}
          value={rules.profile}
          allowDeselect={false}
          onChange={(profile) => profile && set({ profile })}
        />
        <ProfileNote profile={profiles.data?.profiles.find(({ id }) => id === rules.profile)} />
        <Checkbox.Group
          label={t('interest.kinds')}
          value={[...rules.kinds]}
          onChange={(kinds) => set({ kinds: kinds as Bears[] })}
        >
          <div className={classes.kinds}>
            {KINDS.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`interest.kind.${kind}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Select
          label={t('interest.reachLabel')}
          data={(['open', 'open_and_closed'] as const).map((value) => ({ value, label: t(`interest.reach.${value}`) }))}
          value={rules.reach}
          allowDeselect={false}
          onChange={(reach) => reach && set({ reach: reach as Parameters['reach'] })}
        />
        <NumberInput
          label={t('interestSetup.payWithin')}
          min={0}
          max={365}
          allowDecimal={false}
          value={rules.pay_within_days}
          onChange={(days) => typeof days === 'number' && set({ pay_within_days: days })}
        />
        <MoneyField
          label={t('interest.roundOff')}
          description={t('interest.roundOffHint')}
          value={rules.round_off_minor === 0 ? null : rules.round_off_minor}
          currency={state.book?.currency ?? 'EUR'}
          empty="allowed"
          onChange={(minor) => set({ round_off_minor: minor ?? 0 })}
        />
        <Checkbox
          label={t('interestSetup.printFirst')}
          checked={rules.print_first}
          onChange={(event) => set({ print_first: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('interest.onePerNote')}
          description={t('interest.onePerNoteHint')}
          checked={rules.one_per_note}
          onChange={(event) => set({ one_per_note: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('interestSetup.withSheet')}
          checked={rules.with_sheet}
          onChange={(event) => set({ with_sheet: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('interestSetup.stopHandedOver')}
          description={t('interestSetup.stopHandedOverHint')}
          checked={rules.stop_handed_over}
          onChange={(event) => set({ stop_handed_over: event.currentTarget.checked })}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={mode === 'past'}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
      </FormActs>
      {save.error && <Problem error={save.error} />}
    </form>
  );
}

type Profile = ResponseOf<'letters.profiles'>['profiles'][number];

/** A profile by which nothing would be charged says so before it is chosen. */
function ProfileNote({ profile }: { profile: Profile | undefined }) {
  const { t } = useWords();
  if (!profile) return null;
  if (!profile.interest) return <Note tone="warn">{t('interestSetup.profileOff')}</Note>;
  if (profile.lines.every((line) => line.interest_code === null)) {
    return <Note tone="warn">{t('interestSetup.profileNoCode')}</Note>;
  }
  return null;
}
