import { Button, Textarea } from '@mantine/core';
import type { RefObject } from 'react';
import { useDraft } from '../../data/draft';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';

type HoldNoteProps = { holdId: number; field: RefObject<HTMLTextAreaElement | null> };

/** Somebody wants to have said something about a hold: it decides nothing, and stands in its history. */
export function HoldNote({ holdId, field }: HoldNoteProps) {
  const { t } = useWords();
  const draft = useDraft<{ note: string }>(`hold_note.${holdId}`, { note: '' });
  const note = useAct('holds.note');
  const problem = useFieldProblems(note.error);
  const keep = () => note.mutate({ hold_id: holdId, note: draft.value.note }, { onSuccess: () => draft.discard() });
  return (
    <Section title={t('holds.notes')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <Textarea
          ref={field}
          aria-label={t('holds.note')}
          placeholder={t('holds.notePlaceholder')}
          autosize
          minRows={2}
          maxRows={8}
          value={draft.value.note}
          error={problem('note')}
          onChange={(event) => draft.set({ note: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              keep();
            }
          }}
        />
        <FormActs>
          <Button type="submit" loading={note.isPending} disabled={draft.value.note.trim() === ''}>
            {t('holds.noteKeep')}
          </Button>
          <FormProblem error={note.error} />
        </FormActs>
      </form>
    </Section>
  );
}
