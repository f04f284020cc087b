import { Button, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem, Note } from '../../kit/states';
import type { ResponseOf } from '../../wire/commands';
import { RANKINGS } from './today-page';

type Rules = ResponseOf<'worklist.parameters'>;
const WEIGHTS = ['undisputed_overdue', 'exposure', 'oldest', 'broken_promises'] as const;

/** By what the worklist is ranked for everybody. */
export function RankingForm({ stored, onDone }: { stored: Rules; onDone: () => void }) {
  const { t } = useWords();
  const [rules, setRules] = useState(stored);
  const save = useAct('worklist.parameters_save');
  const problem = useFieldProblems(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(rules, { onSuccess: onDone });
      }}
    >
      <Note>{t('today.rulesAbout')}</Note>
      <Fields columns={1}>
        <Select
          label={t('today.ranking')}
          allowDeselect={false}
          data={RANKINGS.map((value) => ({ value, label: t(`today.rankingName.${value}`) }))}
          value={rules.ranking}
          onChange={(ranking) => setRules({ ...rules, ranking: ranking as Rules['ranking'] })}
        />
        {WEIGHTS.map((name) => (
          <NumberInput
            key={name}
            label={t('today.weight', { what: t(`today.rankingName.${name}`) })}
            min={0}
            max={100}
            allowDecimal={false}
            value={rules.weights[name]}
            error={problem(name)}
            onChange={(weight) =>
              setRules({ ...rules, weights: { ...rules.weights, [name]: Math.max(0, Number(weight) || 0) } })
            }
          />
        ))}
      </Fields>
      <FormActs>
        <Button type="submit" loading={save.isPending}>
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
