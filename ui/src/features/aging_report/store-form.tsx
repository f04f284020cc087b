import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import classes from './aging-report.module.css';
import type { Parameters } from './types';

/** Stores a run under a name, in the background; *every night* keeps the name waiting. */
export function StoreForm({ parameters, onDone }: { parameters: Parameters; onDone: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState('');
  const [night, setNight] = useState<'once' | 'every_night'>('once');
  const act = useAct('aging.store');
  const problem = useFieldProblems(act.error);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        // A name that waits is counted as of its night.
        const asked = night === 'every_night' ? { ...parameters, as_of: null } : parameters;
        act.mutate({ name, parameters: asked, every_night: night === 'every_night' });
      }}
    >
      <FormProblem error={act.error} />
      <TextInput
        label={t('agingRest.runName')}
        description={t('agingRest.runNameHint')}
        value={name}
        error={problem('name')}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Checkbox
        label={t('agingRest.everyNight')}
        description={t('agingRest.everyNightHint')}
        checked={night === 'every_night'}
        onChange={(event) => setNight(event.currentTarget.checked ? 'every_night' : 'once')}
      />
      {act.isPending && <Note>{t('agingRest.executing')}</Note>}
      {act.data && <Note tone="good">{t('agingRest.stored', { name: act.data.name, count: act.data.lines })}</Note>}
      <FormActs>
        <Button type="submit" loading={act.isPending}>
          {t('agingRest.store')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.close')}
        </Button>
      </FormActs>
    </form>
  );
}
