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
import { CodeDetail } from './code-detail';
import { CodeForm } from './code-form';
import { ParametersForm } from './parameters-form';
import type { Code } from './setup-types';

/** The interest codes with their versions, and the parameters of interest. */
export function InterestCodesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const codes = useAsk('interest.codes', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [panel, setPanel] = useState<'none' | 'code' | 'parameters'>('none');
  const add = () => setPanel('code');
  const rules = () => setPanel('parameters');
  const shut = () => setPanel('none');
  useActions(
    mode === 'today'
      ? [
          { id: 'interestCodes.add', label: t('interestSetup.add'), group: 'page', keys: 'n', run: add },
          { id: 'interestCodes.rules', label: t('interestSetup.parameters'), group: 'page', keys: 'r', run: rules },
        ]
      : [],
  );
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('interestSetup.add')}
    </Button>
  );
  return (
    <Page
      title={t('shell.page.interestCodes')}
      about={t('interestSetup.about')}
      actions={
        <>
          <Button variant="default" disabled={mode === 'past'} onClick={rules}>
            {t('interestSetup.parameters')}
          </Button>
          {button}
        </>
      }
    >
      <Answered answer={codes}>
        {({ codes: all }) => {
          const shown = all.find(({ id }) => id === chosen) ?? all[0];
          if (!shown) {
            return (
              <EmptyState title={t('interestSetup.emptyTitle')} text={t('interestSetup.emptyText')} action={button} />
            );
          }
          return (
            <Chooser
              label={t('shell.page.interestCodes')}
              chosen={shown.id}
              onChoose={setChosen}
              items={all.map((code) => ({
                id: code.id,
                name: code.description || code.id,
                about: <About code={code} />,
              }))}
            >
              <CodeDetail key={shown.id} code={shown} />
            </Chooser>
          );
        }}
      </Answered>
      <Drawer title={t('interestSetup.addTitle')} state={panel === 'code' ? 'open' : 'closed'} onClose={shut}>
        {panel === 'code' && (
          <CodeForm
            onSaved={(id) => {
              setChosen(id);
              shut();
            }}
          />
        )}
      </Drawer>
      <Drawer title={t('interestSetup.parameters')} state={panel === 'parameters' ? 'open' : 'closed'} onClose={shut}>
        {panel === 'parameters' && <ParametersForm onDone={shut} />}
      </Drawer>
    </Page>
  );
}

function About({ code }: { code: Code }) {
  const { t } = useWords();
  return `${code.id} · ${t('interestSetup.profiles', { count: code.profiles })}`;
}
