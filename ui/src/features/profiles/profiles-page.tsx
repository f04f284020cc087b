import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Chooser } from '../../kit/chooser';
import { Page } from '../../kit/page';
import { Answered, EmptyState } from '../../kit/states';
import { Tag } from '../../kit/tag';
import { ProfileForm } from './profile-form';
import { NEW_PROFILE } from './types';

const NEW = '';

/** Which customers get letters, and by which sequence. */
export function ProfilesPage() {
  const { t } = useWords();
  const { mode } = useDesk();
  const profiles = useAsk('letters.profiles', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const add = () => setChosen(NEW);
  useActions(
    mode === 'today' ? [{ id: 'profiles.add', label: t('profiles.add'), group: 'page', keys: 'n', run: add }] : [],
  );
  const button = (
    <Button leftSection={<IconPlus size={14} />} disabled={mode === 'past'} onClick={add}>
      {t('profiles.add')}
    </Button>
  );
  return (
    <Page title={t('shell.page.profiles')} about={t('profiles.about')} actions={button}>
      <Answered answer={profiles}>
        {({ profiles: all }) => {
          const shown = chosen === NEW ? NEW_PROFILE : (all.find(({ id }) => id === chosen) ?? all[0]);
          if (!shown) {
            return <EmptyState title={t('profiles.emptyTitle')} text={t('profiles.emptyText')} action={button} />;
          }
          return (
            <Chooser
              label={t('shell.page.profiles')}
              chosen={shown.id}
              onChoose={setChosen}
              items={[...all, ...(chosen === NEW ? [NEW_PROFILE] : [])].map((one) => ({
                id: one.id,
                name: one.description || one.id || t('profiles.unnamed'),
                about: one.id && t('profiles.linesCount', { id: one.id, count: one.lines.length }),
                mark: one.letters ? undefined : (
                  <Tag tone="bad" sign="✕">
                    {t('profiles.off')}
                  </Tag>
                ),
              }))}
            >
              <ProfileForm key={shown.id} stored={shown} taken={all.map(({ id }) => id)} onSaved={setChosen} />
            </Chooser>
          );
        }}
      </Answered>
    </Page>
  );
}
