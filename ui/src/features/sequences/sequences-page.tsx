import { Button, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { FormActs, FormSection } from '../../kit/form';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState, Problem } from '../../kit/states';
import { CountryForm } from './country-form';
import { LinesForm } from './lines-form';
import { ParametersForm } from './parameters-form';
import classes from './sequences.module.css';
import { TaxesForm } from './taxes-form';
import { TextsForm } from './texts-form';
import type { Sequence, Sequences } from './types';

/** When which letter is due, what it costs, and what it says. */
export function SequencesPage() {
  const { t } = useWords();
  const sequences = useAsk('letters.sequences', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState<'open' | 'closed'>('closed');
  const { mode } = useDesk();
  useActions(
    mode === 'today'
      ? [{ id: 'sequences.country', label: t('sequences.fromCountry'), group: 'page', run: () => setAdding('open') }]
      : [],
  );
  const all = sequences.data?.sequences ?? [];
  const sequence = all.find((other) => other.id === chosen) ?? all[0];
  return (
    <Page
      title={t('shell.page.sequences')}
      about={t('sequences.about')}
      actions={
        <>
          {all.length > 1 && (
            <SegmentedControl
              aria-label={t('shell.page.sequences')}
              value={sequence?.id ?? ''}
              onChange={setChosen}
              data={all.map(({ id }) => id)}
            />
          )}
          {mode === 'today' && (
            <Button variant="default" data-testid="sequence-from-country" onClick={() => setAdding('open')}>
              {t('sequences.fromCountry')}
            </Button>
          )}
        </>
      }
    >
      <Answered answer={sequences}>
        {(data) =>
          sequence ? (
            <SequenceForm key={sequence.id} stored={sequence} all={data} />
          ) : (
            <EmptyState title={t('sequences.emptyTitle')} text={t('sequences.emptyText')} />
          )
        }
      </Answered>
      <ParametersForm />
      <TaxesForm />
      <Drawer title={t('sequences.fromCountry')} state={adding} onClose={() => setAdding('closed')}>
        <CountryForm
          onAdded={(id) => {
            setChosen(id);
            setAdding('closed');
          }}
        />
      </Drawer>
    </Page>
  );
}

function SequenceForm({ stored, all }: { stored: Sequence; all: Sequences }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const [sequence, setSequence] = useState(stored);
  const [state, setState] = useState<'same' | 'changed'>('same');
  const save = useAct('letters.sequence_save');
  const set = (change: Partial<Sequence>) => {
    setSequence({ ...sequence, ...change });
    setState('changed');
  };
  const store = () => {
    if (state === 'changed') save.mutate(sequence, { onSuccess: () => setState('same') });
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
      {sequence.description !== '' && <Text className={classes.source}>{sequence.description}</Text>}
      <FormSection title={t('sequences.lines')} about={t('sequences.linesAbout')}>
        <LinesForm lines={sequence.lines} onChange={(lines) => set({ lines })} />
      </FormSection>
      <FormSection title={t('sequences.texts')} about={t('sequences.textsAbout')}>
        <TextsForm
          texts={sequence.texts}
          codes={[...new Set(sequence.lines.map((line) => line.code))]}
          placeholders={all.placeholders}
          onChange={(texts) => set({ texts })}
        />
      </FormSection>
      <FormActs>
        <Button type="submit" loading={save.isPending} disabled={state === 'same' || mode === 'past'}>
          {t('kit.save')}
        </Button>
        {state === 'changed' && (
          <Button
            variant="subtle"
            onClick={() => {
              setSequence(stored);
              setState('same');
            }}
          >
            {t('sequences.discard')}
          </Button>
        )}
        {save.isSuccess && state === 'same' && <Text c="dimmed">{t('sequences.saved')}</Text>}
        {save.error && <Problem error={save.error} />}
      </FormActs>
    </form>
  );
}
