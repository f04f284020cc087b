import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconBinoculars, IconFileImport, IconFolderOpen, IconLanguage } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../data/use-command';
import { type Language, useLanguageSwitch, useWords } from '../../i18n';
import { Drawer } from '../../kit/side';
import { Loading, Note, Problem } from '../../kit/states';
import { RefusedError } from '../../wire';
import type { DeskState } from '../../wire/generated/DeskState';
import classes from './first-start.module.css';
import { NewBookForm } from './new-book-form';

/** Three doors: look around, start with one's own data, open a book. */
export function FirstStart({ state, refused }: { state: DeskState; refused?: RefusedError | null }) {
  const { t, language } = useWords();
  const switchLanguage = useLanguageSwitch();
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const create = useAct('book.create');
  const { openBook, open, refusedPath } = useOpening();
  const chooser = useAct('dialog.open_files');
  const saver = useAct('dialog.save');
  const client = useQueryClient();
  const busy = create.isPending || open.isPending;

  const lookAround = async (sample: 'small' | 'medium') => {
    const suggested = `${t('firstStart.sampleFile')}.duebook`;
    const { path } = await saver.mutateAsync({ purpose: 'book', suggested });
    if (path === null) return;
    const company = {
      name: t('firstStart.sampleCompany'),
      country: language === 'de' ? 'DE' : 'GB',
      currency: 'EUR',
      language,
    };
    await create.mutateAsync({ path, company, sample });
    await client.invalidateQueries();
  };
  const choose = async () => {
    const { paths } = await chooser.mutateAsync({ purpose: 'book' });
    if (paths[0]) openBook(paths[0]);
  };

  return (
    <main className={classes.start}>
      <div className={classes.language}>
        <IconLanguage size={16} aria-hidden />
        <SegmentedControl
          aria-label={t('shell.language')}
          value={language}
          onChange={(value) => switchLanguage(value as Language)}
          data={[
            { value: 'en', label: t('shell.english') },
            { value: 'de', label: t('shell.german') },
          ]}
        />
      </div>
      <div className={classes.inner}>
        <header>
          <h1 className={classes.title}>{t('firstStart.title')}</h1>
          <p className={classes.lead}>{t('firstStart.lead')}</p>
        </header>
        {create.error && <Problem error={create.error} />}
        {chooser.error && <Problem error={chooser.error} />}
        {saver.error && <Problem error={saver.error} />}
        {open.error && (
          <OpenProblem
            error={open.error}
            onAnyway={() => openBook(refusedPath, 'anyway')}
            onLook={() => openBook(refusedPath, 'look')}
          />
        )}
        {refused && <Problem error={refused} />}
        {state.trouble && <Problem error={new RefusedError(state.trouble)} />}
        {create.isPending && <Loading what={t('firstStart.making')} />}
        <div className={classes.doors}>
          <Door
            icon={<IconBinoculars size={26} stroke={1.5} />}
            title={t('firstStart.look')}
            text={t('firstStart.lookText')}
          >
            <Button disabled={busy} onClick={() => void lookAround('small').catch(() => undefined)}>
              {t('firstStart.lookSmall')}
            </Button>
            <Menu>
              <Menu.Target>
                <Button variant="subtle" disabled={busy}>
                  {t('firstStart.lookMore')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => void lookAround('medium').catch(() => undefined)}>
                  {t('firstStart.lookMedium')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Door>
          <Door
            icon={<IconFileImport size={26} stroke={1.5} />}
            title={t('firstStart.own')}
            text={t('firstStart.ownText')}
          >
            <Button disabled={busy} onClick={() => setForm('open')}>
              {t('firstStart.ownButton')}
            </Button>
          </Door>
          <Door
            icon={<IconFolderOpen size={26} stroke={1.5} />}
            title={t('firstStart.open')}
            text={t('firstStart.openText')}
          >
            <Button variant="default" disabled={busy} onClick={() => void choose().catch(() => undefined)}>
              {t('firstStart.openButton')}
            </Button>
          </Door>
        </div>
        <Recent state={state} onOpen={(path) => openBook(path)} />
      </div>
      <Drawer title={t('firstStart.own')} state={form} onClose={() => setForm('closed')}>
        <NewBookForm />
      </Drawer>
    </main>
  );
}

function useOpening() {
  const client = useQueryClient();
  const open = useAct('book.open');
  const [refusedPath, setRefusedPath] = useState('');
  const openBook = (path: string, how?: 'anyway' | 'look') => {
    setRefusedPath(path);
    open.mutate(
      { path, anyway: how === 'anyway', look: how === 'look' },
      { onSuccess: () => void client.invalidateQueries() },
    );
  };
  return { openBook, open, refusedPath };
}

/**
 * A book in a synced or network folder is refused, and may be opened all the same by one desk; a damaged one may be
 * looked at.
 */
function OpenProblem(props: { error: RefusedError; onAnyway: () => void; onLook: () => void }) {
  const { error, onAnyway, onLook } = props;
  const { t } = useWords();
  return (
    <div className={classes.problem}>
      <Problem error={error} />
      {error.code === 'shared_folder' && (
        <Note tone="warn">
          <p>{t('firstStart.anywayText')}</p>
          <Button variant="default" size="compact-xs" onClick={onAnyway}>
            {t('firstStart.anyway')}
          </Button>
        </Note>
      )}
      {/^book_damaged/.test(error.code) && (
        <Note tone="warn">
          <p>{t('book.lookText')}</p>
          <Button variant="default" size="compact-xs" onClick={onLook}>
            {t('book.look')}
          </Button>
        </Note>
      )}
    </div>
  );
}

function Door({ icon, title, text, children }: { icon: ReactNode; title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.door}>
      <span className={classes.doorIcon} aria-hidden="true">
        {icon}
      </span>
      <h2 className={classes.doorTitle}>{title}</h2>
      <p className={classes.doorText}>{text}</p>
      <div className={classes.doorActs}>{children}</div>
    </section>
  );
}

function Recent({ state, onOpen }: { state: DeskState; onOpen: (path: string) => void }) {
  const { t } = useWords();
  if (state.recent.length === 0) return null;
  return (
    <section>
      <h2 className={classes.recentTitle}>{t('firstStart.recent')}</h2>
      <ul className={classes.recent}>
        {state.recent.map((book: { path: string; company: string }) => (
          <li key={book.path}>
            <button type="button" className={classes.recentBook} onClick={() => onOpen(book.path)}>
              <strong>{book.company}</strong>
              <span className={classes.recentPath}>{book.path}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
