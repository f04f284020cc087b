import { Button, Checkbox, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useDraft } from '../../data/draft';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Fields, FormActs } from '../../kit/form';
import { Section } from '../../kit/page';
import { useFieldProblems } from '../../kit/problem-words';
import { FormProblem } from '../../kit/states';
import { faultOf, LinesForm } from './lines-form';
import { PeriodsPreview } from './periods-preview';
import type { Definition } from './types';

type DefinitionFormProps = {
  stored: Definition;
  /** Ids that are in use. */
  taken: readonly string[];
  role: 'default' | 'other';
  onSaved: (id: string) => void;
};

/** One definition: its name, its lines from the earliest to the latest, and the periods that they give. */
export function DefinitionForm({ stored, taken, role, onSaved }: DefinitionFormProps) {
  const { t } = useWords();
  const { asOf, mode } = useDesk();
  const draft = useDraft<Definition>(`definition.${stored.id}`, stored);
  const definition = draft.value;
  const [makeDefault, setMakeDefault] = useState<'yes' | 'no'>('no');
  const save = useAct('aging.save_definition');
  const preview = useAsk('aging.preview_definition', { definition, as_of: asOf }, { meanwhile: 'previous' });
  const fault = faultOf(preview.error);
  const problem = useFieldProblems(save.error);
  const isNew = stored.id === '';
  const idTaken = isNew && taken.includes(definition.id.trim());
  const submit = () =>
    save.mutate(
      { definition: { ...definition, id: definition.id.trim() }, make_default: makeDefault === 'yes' },
      {
        onSuccess: () => {
          draft.discard();
          setMakeDefault('no');
          onSaved(definition.id.trim());
        },
      },
    );
  const changed = draft.state === 'changed' || makeDefault === 'yes';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title={t('definitions.name')}>
        <Fields columns={3}>
          <TextInput
            label={t('definitions.description')}
            description={t('definitions.descriptionHint')}
            value={definition.description}
            placeholder={stored.id === 'standard' ? t('aging.standard') : undefined}
            onChange={(event) => draft.set({ description: event.currentTarget.value })}
          />
          <TextInput
            label={t('definitions.id')}
            description={t('definitions.idHint')}
            value={definition.id}
            disabled={!isNew}
            error={problem('id') ?? (idTaken ? t('definitions.idTaken') : undefined)}
            onChange={(event) => draft.set({ id: event.currentTarget.value })}
          />
          <div>
            <Text component="div" size="xs" fw={550} mb={4}>
              {t('definitions.direction')}
            </Text>
            <SegmentedControl
              aria-label={t('definitions.direction')}
              value={definition.direction}
              onChange={(value) => draft.set({ direction: value as Definition['direction'] })}
              data={(['backward', 'forward'] as const).map((value) => ({
                value,
                label: t(`definitions.order.${value}`),
              }))}
            />
          </div>
        </Fields>
        <Checkbox
          label={t(role === 'default' ? 'definitions.isDefault' : 'definitions.makeDefault')}
          checked={role === 'default' || makeDefault === 'yes'}
          disabled={role === 'default'}
          onChange={(event) => setMakeDefault(event.currentTarget.checked ? 'yes' : 'no')}
        />
      </Section>
      <LinesForm lines={definition.lines} fault={fault} onChange={(lines) => draft.set({ lines })} />
      <PeriodsPreview definition={definition} periods={preview.data?.periods ?? []} fault={fault} />
      <FormActs>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={!changed || mode === 'past' || fault !== null || idTaken}
        >
          {t('kit.save')}
        </Button>
        {draft.state === 'changed' && (
          <Button variant="subtle" onClick={draft.discard}>
            {t('sequences.discard')}
          </Button>
        )}
        {save.isSuccess && !changed && <Text c="dimmed">{t('definitions.saved')}</Text>}
        <FormProblem error={save.error} />
      </FormActs>
    </form>
  );
}
