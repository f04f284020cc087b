import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { Group, Status } from './types';

type FormProps<Row> = { stored: Row; state: 'new' | 'stored'; onDone: () => void };

const HOLDS: readonly Status['hold'][] = ['none', 'invoice', 'all'];

/** A credit management group. */
export function GroupForm({ stored, state, onDone }: FormProps<Group>) {
  const [row, setRow] = useState(stored);
  const save = useAct('credit.group_save');
  const remove = useAct('credit.group_delete');
  return (
    <SetupForm
      row={row}
      state={state}
      onRow={(change) => setRow({ ...row, ...change })}
      onSave={() => save.mutate(row, { onSuccess: onDone })}
      onDelete={() => remove.mutate({ code: row.code }, { onSuccess: onDone })}
      onDone={onDone}
      error={save.error ?? remove.error}
      working={save.isPending || remove.isPending ? 'yes' : 'no'}
    />
  );
}

/** An account status and what it stops. */
export function StatusSetupForm({ stored, state, onDone }: FormProps<Status>) {
  const { t } = useWords();
  const [row, setRow] = useState(stored);
  const save = useAct('credit.status_save');
  const remove = useAct('credit.status_delete');
  return (
    <SetupForm
      row={row}
      state={state}
      onRow={(change) => setRow({ ...row, ...change })}
      onSave={() => save.mutate(row, { onSuccess: onDone })}
      onDelete={() => remove.mutate({ code: row.code }, { onSuccess: onDone })}
      onDone={onDone}
      error={save.error ?? remove.error}
      working={save.isPending || remove.isPending ? 'yes' : 'no'}
    >
      <Select
        label={t('credit.stops')}
        data={HOLDS.map((value) => ({ value, label: t(`credit.hold.${value}`) }))}
        value={row.hold}
        allowDeselect={false}
        onChange={(hold) => hold && setRow({ ...row, hold: hold as Status['hold'] })}
      />
      <Checkbox
        label={t('credit.closed')}
        checked={row.closed}
        onChange={(event) => setRow({ ...row, closed: event.currentTarget.checked })}
      />
    </SetupForm>
  );
}

type SetupFormProps = {
  row: { code: string; description: string };
  state: 'new' | 'stored';
  onRow: (change: { code?: string; description?: string }) => void;
  onSave: () => void;
  onDelete: () => void;
  onDone: () => void;
  error: RefusedError | null;
  working: 'yes' | 'no';
  children?: ReactNode;
};

function SetupForm({ row, state, onRow, onSave, onDelete, onDone, error, working, children }: SetupFormProps) {
  const { t } = useWords();
  const problem = useFieldProblems(error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <Fields columns={1}>
        {state === 'new' && children}
        <TextInput
          label={t('credit.code')}
          value={row.code}
          disabled={state === 'stored'}
          error={problem('code')}
          onChange={(event) => onRow({ code: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label={t('credit.description')}
          value={row.description}
          error={problem('description')}
          onChange={(event) => onRow({ description: event.currentTarget.value })}
        />
        {state === 'stored' && children}
      </Fields>
      <FormActs>
        <Button type="submit" loading={working === 'yes'}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {state === 'stored' && (
          <Button variant="subtle" color="red" onClick={onDelete}>
            {t('credit.delete')}
          </Button>
        )}
        <FormProblem error={error} />
      </FormActs>
    </form>
  );
}
