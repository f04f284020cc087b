import { Button } from '@mantine/core';
import { IconCalendar, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Chooser } from '../../kit/chooser';
import { Page } from '../../kit/page';
import { Drawer } from '../../kit/side';
import { Answered, EmptyState } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { DefinitionForm } from './definition-form';
import { LedgerPeriods } from './ledger-periods';
import { PromiseSetup } from './promise-setup';
import { type Definition, NEW_DEFINITION } from './types';

const NEW = '';

/** Into which periods of age the balances are split. */
export function DefinitionsPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const definitions = useAsk('aging.definitions', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [ledger, setLedger] = useState<'open' | 'closed'>('closed');
  const add = () => setChosen(NEW);
  useActions(
    mode === 'today'
      ? [{ id: 'definitions.add', label: t('definitions.add'), group: 'page', keys: 'n', run: add }]
      : [],
  );
  const button = (
    <>
      <Button variant="default" leftSection={<IconCalendar size={14} />} onClick={() => setLedger('open')}>
        {t('agingRest.ledgerPeriods')}
      </Button>
      <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
        {t('definitions.add')}
      </Button>
    </>
  );
  return (
    <Page title={t('shell.page.definitions')} about={t('definitions.about')} actions={button}>
      <Answered answer={definitions}>
        {({ definitions: all, default_definition }) => {
          const known = all.find(({ id }) => id === (chosen ?? default_definition)) ?? all[0];
          const shown = chosen === NEW ? NEW_DEFINITION : known;
          const named = (one: Definition) =>
            one.description || (one.id === 'standard' ? t('aging.standard') : one.id) || t('definitions.unnamed');
          if (!shown) return <EmptyState title={t('definitions.emptyTitle')} text={t('definitions.emptyText')} />;
          return (
            <Chooser
              label={t('shell.page.definitions')}
              chosen={shown.id}
              onChoose={setChosen}
              items={[...all, ...(chosen === NEW ? [NEW_DEFINITION] : [])].map((one) => ({
                id: one.id,
                name: named(one),
                about: t('definitions.periods', { count: one.lines.length }),
                mark:
                  one.id === default_definition ? (
                    <Tag tone="accent" sign="●">
                      {t('definitions.default')}
                    </Tag>
                  ) : undefined,
              }))}
            >
              <DefinitionForm
                key={shown.id}
                stored={shown}
                taken={all.map(({ id }) => id)}
                role={shown.id === default_definition ? 'default' : 'other'}
                onSaved={setChosen}
              />
            </Chooser>
          );
        }}
      </Answered>
      <Drawer title={t('agingRest.ledgerPeriods')} state={ledger} onClose={() => setLedger('closed')}>
        <LedgerPeriods />
      </Drawer>
      <PromiseSetup />
    </Page>
  );
}
