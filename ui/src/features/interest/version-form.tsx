import { Button } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useDraft } from '../../data/draft';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { DayField } from '../../kit/fields/day-field';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { Note, Problem } from '../../kit/states';
import classes from './interest.module.css';
import { RuleForm } from './rule-form';
import type { Code, Version, VersionDraft } from './setup-types';
import { FeesForm, TextsForm } from './version-parts';

type VersionFormProps = { code: Code; version: Version | null; onDone: () => void; onRemove: () => void };

/** What a new version begins with: what the newest one says, from today on. */
function newVersion(code: Code, today: string): VersionDraft {
  const newest = code.versions.at(-1);
  return {
    version_id: null,
    from_on: today,
    to_on: null,
    earnings: newest ? newest.earnings : { by: 'pack', code: 'DE_B2B', lump_sum: 'left' },
    payments: newest?.payments ?? null,
    fees: newest?.fees ?? [],
    texts: newest?.texts ?? {},
  };
}

function storedVersion({ id, from_on, to_on, earnings, payments, fees, texts }: Version): VersionDraft {
  return { version_id: id, from_on, to_on, earnings, payments, fees, texts };
}

/** A version: from when on, what customers are charged, what is paid on credits, fees and texts. */
export function VersionForm({ code, version, onDone, onRemove }: VersionFormProps) {
  const { t } = useWords();
  const { state, mode } = useDesk();
  const first = version ? storedVersion(version) : newVersion(code, state.today);
  const draft = useDraft<VersionDraft>(`interest.${code.id}.${version?.id ?? 'new'}`, first);
  const value = draft.value;
  const save = useAct('interest.version_save');
  const activate = useAct('interest.version_activate');
  const problem = useFieldProblems(save.error);
  const used = (version?.notes ?? 0) > 0;
  const done = () => {
    draft.discard();
    onDone();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...value, code: code.id }, { onSuccess: done });
      }}
    >
      {used && <Note tone="warn">{t('interestSetup.usedNote')}</Note>}
      <fieldset className={classes.plain} disabled={used}>
        <Fields columns={2}>
          <DayField
            label={t('interestSetup.fromOn')}
            description={version ? undefined : t('interestSetup.fromOnHint')}
            value={value.from_on}
            today={state.today}
            focus="first"
            error={problem('from_on')}
            onChange={(from_on) => from_on && draft.set({ from_on })}
          />
        </Fields>
        <RuleForm
          title={t('interestSetup.earnings')}
          rule={value.earnings}
          onChange={(earnings) => draft.set({ earnings })}
        />
        <RuleForm
          title={t('interestSetup.payments')}
          rule={value.payments}
          onChange={(payments) => draft.set({ payments })}
        />
        <FeesForm kind="fees" fees={value.fees} onChange={(fees) => draft.set({ fees })} />
      </fieldset>
      {(!version || version.id === code.versions.at(-1)?.id) && (
        <Fields columns={2}>
          <DayField
            label={t('interestSetup.toOn')}
            description={t('interestSetup.toOnHint')}
            value={value.to_on}
            today={state.today}
            error={problem('to_on')}
            onChange={(to_on) => draft.set({ to_on })}
          />
        </Fields>
      )}
      <TextsForm texts={value.texts} onChange={(texts) => draft.set({ texts })} />
      {save.error && <Problem error={save.error} />}
      {activate.error && <Problem error={activate.error} />}
      <FormActs>
        <Button type="submit" data-testid="interest-version-save" loading={save.isPending} disabled={mode === 'past'}>
          {t('interestSetup.save')}
        </Button>
        <Button variant="subtle" onClick={done}>
          {t('kit.cancel')}
        </Button>
        {version && version.from_on > state.today && (
          <Button
            variant="default"
            loading={activate.isPending}
            onClick={() => activate.mutate({ version_id: version.id, from_on: null }, { onSuccess: done })}
          >
            {t('interestSetup.activate')}
          </Button>
        )}
        {version && mode === 'today' && (
          <Button variant="subtle" color="red" onClick={onRemove}>
            {t('interestSetup.remove')}
          </Button>
        )}
      </FormActs>
    </form>
  );
}
