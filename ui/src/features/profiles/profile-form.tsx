import { Button, Switch, Text, TextInput } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useDraft } from '../../data/draft';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { LinesForm } from './lines-form';
import type { Profile } from './types';

type ProfileFormProps = {
  stored: Profile;
  /** Ids that are in use. */
  taken: readonly string[];
  onSaved: (id: string) => void;
};

/** One profile: whether its customers get letters, and who has which sequence. */
export function ProfileForm({ stored, taken, onSaved }: ProfileFormProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const draft = useDraft<Profile>(`profile.${stored.id}`, stored);
  const profile = draft.value;
  const save = useAct('letters.profile_save');
  const problem = useFieldProblems(save.error);
  const isNew = stored.id === '';
  const idTaken = isNew && taken.includes(profile.id.trim());
  const wrongLine = typeof save.error?.args.line === 'number' ? save.error.args.line : null;
  const submit = () =>
    save.mutate(
      { ...profile, id: profile.id.trim() },
      {
        onSuccess: () => {
          draft.discard();
          onSaved(profile.id.trim());
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title={t('profiles.name')}>
        <Fields columns={2}>
          <TextInput
            label={t('profiles.description')}
            value={profile.description}
            onChange={(event) => draft.set({ description: event.currentTarget.value })}
          />
          <TextInput
            label={t('profiles.id')}
            description={isNew ? t('profiles.idHint') : undefined}
            value={profile.id}
            disabled={!isNew}
            error={problem('id') ?? (idTaken ? t('profiles.idTaken') : undefined)}
            onChange={(event) => draft.set({ id: event.currentTarget.value })}
          />
        </Fields>
        <Switch
          label={t('profiles.letters')}
          description={t('profiles.lettersHint')}
          checked={profile.letters}
          onChange={(event) => draft.set({ letters: event.currentTarget.checked })}
        />
        <Switch
          label={t('profiles.settlement')}
          description={t('profiles.settlementHint')}
          checked={profile.settlement}
          onChange={(event) => draft.set({ settlement: event.currentTarget.checked })}
        />
        <Switch
          label={t('profiles.interest')}
          checked={profile.interest}
          onChange={(event) => draft.set({ interest: event.currentTarget.checked })}
        />
      </Section>
      <Section title={t('profiles.ledger')}>
        <Fields columns={2}>
          <TextInput
            label={t('profiles.receivableAccount')}
            description={t('profiles.accountHint')}
            value={profile.receivable_account}
            error={problem('receivable_account')}
            onChange={(event) => draft.set({ receivable_account: event.currentTarget.value })}
          />
          <TextInput
            label={t('profiles.writeOffAccount')}
            description={t('profiles.accountHint')}
            value={profile.write_off_account}
            error={problem('write_off_account')}
            onChange={(event) => draft.set({ write_off_account: event.currentTarget.value })}
          />
        </Fields>
      </Section>
      <LinesForm
        lines={profile.lines}
        error={wrongLine === null ? null : save.error}
        onChange={(lines) => {
          save.reset();
          draft.set({ lines });
        }}
      />
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={draft.state === 'same' || mode === 'past' || idTaken}>
          {t('kit.save')}
        </Button>
        {draft.state === 'changed' && (
          <Button
            variant="subtle"
            onClick={() => {
              save.reset();
              draft.discard();
            }}
          >
            {t('sequences.discard')}
          </Button>
        )}
        {save.isSuccess && draft.state === 'same' && <Text c="dimmed">{t('profiles.saved')}</Text>}
        {wrongLine === null && <FormProblem error={save.error} />}
      </FormActs>
    </form>
  );
}
