import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Chooser } from '../../kit/chooser';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { CountryForm } from './country-form';
import { ParametersForm } from './parameters-form';
import { SequenceForm } from './sequence-form';
import { TaxesForm } from './taxes-form';
import { copyOf, NEW_SEQUENCE, type Sequence } from './types';

/** A sequence that is not saved yet, and where what is typed of it is kept. */
type Fresh = { sequence: Sequence; draftOf: string };

/** When which letter is due, what it costs, and what it says. */
export function SequencesPage() {
  const { t } = useWords();
  const sequences = useAsk('letters.sequences', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [fresh, setFresh] = useState<Fresh | null>(null);
  const [adding, setAdding] = useState<'open' | 'closed'>('closed');
  const { mode } = useDesk();
  const choose = (id: string | null) => {
    setFresh(null);
    setChosen(id);
  };
  const add = () => setFresh({ sequence: NEW_SEQUENCE, draftOf: 'new' });
  useActions(
    mode === 'today'
      ? [
          { id: 'sequences.add', label: t('sequences.add'), group: 'page', keys: 'n', run: add },
          { id: 'sequences.country', label: t('sequences.fromCountry'), group: 'page', run: () => setAdding('open') },
        ]
      : [],
  );
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} data-testid="sequence-add" onClick={add}>
      {t('sequences.add')}
    </Button>
  );
  return (
    <Page
      title={t('shell.page.sequences')}
      about={t('sequences.about')}
      actions={
        <>
          {mode === 'today' && (
            <Button variant="default" data-testid="sequence-from-country" onClick={() => setAdding('open')}>
              {t('sequences.fromCountry')}
            </Button>
          )}
          {button}
        </>
      }
    >
      <Answered answer={sequences}>
        {({ sequences: all, placeholders }) => {
          const shown = fresh?.sequence ?? all.find(({ id }) => id === chosen) ?? all[0];
          if (!shown) {
            return <EmptyState title={t('sequences.emptyTitle')} text={t('sequences.emptyText')} action={button} />;
          }
          return (
            <Chooser
              label={t('shell.page.sequences')}
              chosen={shown.id}
              onChoose={choose}
              items={[...all, ...(fresh ? [fresh.sequence] : [])].map((one) => ({
                id: one.id,
                name: one.id || t('sequences.unnamed'),
                about: one.id ? t('sequences.linesCount', { count: one.lines.length }) : undefined,
              }))}
            >
              <SequenceForm
                key={fresh?.draftOf ?? `of ${shown.id}`}
                draftOf={fresh?.draftOf ?? `of ${shown.id}`}
                stored={shown}
                taken={all.map(({ id }) => id)}
                placeholders={placeholders}
                onSaved={choose}
                onDeleted={() => choose(null)}
                onCopy={(sequence) => setFresh({ sequence: copyOf(sequence), draftOf: `copy of ${sequence.id}` })}
              />
            </Chooser>
          );
        }}
      </Answered>
      <ParametersForm />
      <TaxesForm />
      <Drawer title={t('sequences.fromCountry')} state={adding} onClose={() => setAdding('closed')}>
        <CountryForm
          onAdded={(id) => {
            choose(id);
            setAdding('closed');
          }}
        />
      </Drawer>
    </Page>
  );
}
