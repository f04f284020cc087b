import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';

/** The kinds of the book, and the reasons of collections beside them. */
export const KINDS = ['hold', 'release', 'status', 'limit', 'collections'] as const;
export type Kind = (typeof KINDS)[number];
export type Edited = { kind: Kind; code: string; description: string; state: 'new' | 'stored' };

/** Code and words of a reason. One that something names is not deleted: the book says what. */
export function ReasonForm({ stored, onDone }: { stored: Edited; onDone: () => void }) {
  const { t } = useWords();
  const [{ kind, code, description }, setRow] = useState(stored);
  const acts = useReasonActs();
  const problem = useFieldProblems(acts.error);
  const isNew = stored.state === 'new';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        acts.save({ kind, code, description }, onDone);
      }}
    >
      <Fields columns={1}>
        <Select
          label={t('reasons.for')}
          data={KINDS.map((value) => ({ value, label: t(`reasons.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          disabled={!isNew}
          onChange={(value) => value && setRow({ ...stored, kind: value as Kind, code, description })}
        />
        <TextInput
          label={t('reasons.code')}
          description={t('reasons.codeHint')}
          value={code}
          maxLength={20}
          disabled={!isNew}
          error={problem('code')}
          onChange={(event) => setRow({ ...stored, kind, code: event.currentTarget.value, description })}
          data-autofocus={isNew ? true : undefined}
        />
        <TextInput
          label={t('reasons.description')}
          description={t('reasons.descriptionHint')}
          value={description}
          error={problem('description')}
          onChange={(event) => setRow({ ...stored, kind, code, description: event.currentTarget.value })}
          data-autofocus={isNew ? undefined : true}
        />
      </Fields>
      <FormActs>
        <Button type="submit" loading={acts.state === 'working'} disabled={code.trim() === ''}>
          {t('kit.save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.cancel')}
        </Button>
        {!isNew && (
          <Button
            variant="subtle"
            color="red"
            disabled={acts.state === 'working'}
            onClick={() => acts.remove({ kind, code }, onDone)}
          >
            {t('reasons.delete')}
          </Button>
        )}
        <FormProblem error={acts.error} />
      </FormActs>
    </form>
  );
}

/** Reasons of credit and of collections have commands of their own. */
function useReasonActs() {
  const credit = useAct('credit.reason_save');
  const creditDelete = useAct('credit.reason_delete');
  const collections = useAct('collections.reason_save');
  const collectionsDelete = useAct('collections.reason_delete');
  const all = [credit, creditDelete, collections, collectionsDelete];
  const start = () => {
    for (const act of all) act.reset();
  };
  return {
    save: ({ kind, ...reason }: { kind: Kind; code: string; description: string }, onSuccess: () => void) => {
      start();
      if (kind === 'collections') collections.mutate(reason, { onSuccess });
      else credit.mutate({ kind, ...reason }, { onSuccess });
    },
    remove: ({ kind, code }: { kind: Kind; code: string }, onSuccess: () => void) => {
      start();
      if (kind === 'collections') collectionsDelete.mutate({ code }, { onSuccess });
      else creditDelete.mutate({ kind, code }, { onSuccess });
    },
    error: all.find((act) => act.error)?.error ?? null,
    state: all.some((act) => act.isPending) ? ('working' as const) : ('idle' as const),
  };
}
