import { Button, Select, Text, Textarea, TextInput } from '@mantine/core';
import { useDesk } from '../../data/desk';
import { useDraft } from '../../data/draft';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Fields, FormActs, FormSection } from '../../kit/form';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import type { RefusedError } from '../../wire';
import { LinesForm } from './lines-form';
import { TextsForm } from './texts-form';
import type { Sequence } from './types';

type SequenceFormProps = {
  stored: Sequence;
  /** Under which name what is typed is kept on this desk. */
  draftOf: string;
  /** Ids that are in use. */
  taken: readonly string[];
  placeholders: readonly string[];
  onSaved: (id: string) => void;
  onDeleted: () => void;
  onCopy: (sequence: Sequence) => void;
};

/** One sequence: what it is, its letters, and what they say. What is typed stays on this desk until it is saved. */
export function SequenceForm({ stored, draftOf, taken, placeholders, onSaved, onDeleted, onCopy }: SequenceFormProps) {
  const { t } = useWords();
  const { mode } = useDesk();
  const draft = useDraft<Sequence>(`letter_sequence.${draftOf}`, stored);
  const sequence = draft.value;
  const isNew = stored.id === '';
  // A copy differs from nothing by its content, and can be saved as it is.
  const state = draft.state === 'changed' || (isNew && stored.lines.length > 0) ? 'changed' : 'same';
  const save = useAct('letters.sequence_save');
  const remove = useAct('letters.sequence_delete');
  const problem = useFieldProblems(save.error);
  const id = sequence.id.trim();
  const idTaken = isNew && taken.includes(id);
  const store = () => {
    if (state === 'same' || idTaken) return;
    save.mutate(
      { ...sequence, id },
      {
        onSuccess: () => {
          draft.discard();
          onSaved(id);
        },
      },
    );
  };
  useActions(
    mode === 'today'
      ? [{ id: 'sequences.save', label: t('sequences.save'), group: 'page', keys: 'mod+s', run: store }]
      : [],
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <FormSection title={t('sequences.head')} about={t('sequences.headAbout')}>
        <Fields columns={2}>
          <TextInput
            label={t('sequences.id')}
            description={isNew ? t('sequences.idHint') : undefined}
            value={sequence.id}
            disabled={!isNew}
            error={problem('id') ?? (idTaken ? t('sequences.idTaken') : undefined)}
            onChange={(event) => draft.set({ id: event.currentTarget.value })}
            data-testid="sequence-id"
          />
          <FeeTerms
            value={sequence.fee_terms}
            problem={problem('fee_terms')}
            onChange={(fee_terms) => draft.set({ fee_terms })}
          />
        </Fields>
        <Textarea
          label={t('sequences.description')}
          autosize
          value={sequence.description}
          onChange={(event) => draft.set({ description: event.currentTarget.value })}
        />
      </FormSection>
      <FormSection title={t('sequences.lines')} about={t('sequences.linesAbout')}>
        <LinesForm
          lines={sequence.lines}
          error={isOfLine(save.error) ? save.error : null}
          onChange={(lines) => draft.set({ lines })}
        />
      </FormSection>
      {sequence.lines.length > 0 && (
        <FormSection title={t('sequences.texts')} about={t('sequences.textsAbout')}>
          <TextsForm
            texts={sequence.texts}
            lines={sequence.lines}
            placeholders={placeholders}
            error={save.error}
            onChange={(texts) => draft.set({ texts })}
          />
        </FormSection>
      )}
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={state === 'same' || mode === 'past' || idTaken}>
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
        {!isNew && (
          <>
            <Button variant="subtle" disabled={mode === 'past'} onClick={() => onCopy(sequence)}>
              {t('sequences.copy')}
            </Button>
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              disabled={mode === 'past'}
              data-testid="sequence-delete"
              onClick={() =>
                remove.mutate(
                  { sequence: stored.id },
                  {
                    onSuccess: () => {
                      draft.discard();
                      onDeleted();
                    },
                  },
                )
              }
            >
              {t('sequences.delete')}
            </Button>
          </>
        )}
        {save.isSuccess && state === 'same' && <Text c="dimmed">{t('sequences.saved')}</Text>}
        {!isOfLine(save.error) && <FormProblem error={save.error} />}
        <FormProblem error={remove.error} />
      </FormActs>
    </form>
  );
}

/** Faults of a line name its currency and its letter, those of a text their language. */
function isOfLine(error: RefusedError | null): boolean {
  return typeof error?.args.currency === 'string' && typeof error.args.code === 'string';
}

type FeeTermsProps = {
  value: string | null;
  problem: string | undefined;
  onChange: (terms: string | null) => void;
};

/** When the fee of a letter is due; the customer's terms where nothing is chosen. */
function FeeTerms({ value, problem, onChange }: FeeTermsProps) {
  const { t } = useWords();
  const terms = useAsk('terms.list', {});
  return (
    <Select
      label={t('sequences.feeTerms')}
      description={t('sequences.feeTermsHint')}
      clearable
      data={(terms.data?.terms ?? []).map((one) => ({ value: one.id, label: one.description || one.id }))}
      value={value}
      error={problem}
      onChange={onChange}
    />
  );
}
