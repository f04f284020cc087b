import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { PointField } from './point-field';
import { SetupActs } from './setup-acts';
import type { RiskGroup } from './types';

type FormProps = { stored: RiskGroup; state: 'new' | 'stored'; onDone: () => void };

const INDICATORS: readonly RiskGroup['indicator'][] = ['plain', 'good', 'warn', 'bad'];

/** A risk group: from which score on, and how it is shown. */
export function RiskGroupForm({ stored, state, onDone }: FormProps) {
  const { t } = useWords();
  const [row, setRow] = useState(stored);
  const save = useAct('risk.group_save');
  const remove = useAct('risk.group_delete');
  const error = save.error ?? remove.error;
  const problem = useFieldProblems(error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(row, { onSuccess: onDone });
      }}
    >
      <Fields columns={1}>
        <TextInput
          label={t('risk.code')}
          value={row.code}
          disabled={state === 'stored'}
          error={problem('code')}
          onChange={(event) => setRow({ ...row, code: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('risk.description')}
          value={row.description}
          onChange={(event) => setRow({ ...row, description: event.currentTarget.value })}
        />
        <PointField
          label={t('risk.fromScore')}
          description={t('risk.fromAbout')}
          value={row.from}
          error={problem('from')}
          onChange={(from) => setRow({ ...row, from })}
        />
        <Select
          label={t('risk.indicator')}
          data={INDICATORS.map((value) => ({ value, label: t(`risk.indicatorName.${value}`) }))}
          value={row.indicator}
          allowDeselect={false}
          onChange={(value) => value && setRow({ ...row, indicator: value as RiskGroup['indicator'] })}
        />
      </Fields>
      <SetupActs
        state={state}
        working={save.isPending || remove.isPending ? 'yes' : 'no'}
        error={error}
        onDelete={() => remove.mutate({ code: row.code }, { onSuccess: onDone })}
        onDone={onDone}
      />
    </form>
  );
}
