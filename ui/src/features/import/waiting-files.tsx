import { Button, Switch } from '@mantine/core';
import { IconFolder, IconFolderSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { type Action, useActions } from '../../kit/actions';
import { Section } from '../../kit/page';
import { Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './import.module.css';

/** While the page is open, the folder is looked at again after so long. */
const LOOK_AGAIN_MS = 60_000;

/** The watched folder, and the files that wait in it. Nothing in the folder is moved or changed. */
export function WaitingFiles({ onFiles }: { onFiles: (paths: readonly string[]) => void }) {
  const { t, locale } = useWords();
  const waiting = useAsk('import.waiting', {});
  const chooser = useAct('dialog.folder');
  const watch = useAct('import.watch_set');
  const { refetch } = waiting;
  useEffect(() => {
    void refetch();
    const timer = setInterval(() => void refetch(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [refetch]);
  const choose = async () => {
    const { path } = await chooser.mutateAsync({});
    if (path !== null) await watch.mutateAsync({ folder: path, by_night: byNight });
  };
  const start = () => void choose().catch(() => undefined);
  const files = waiting.data?.files ?? [];
  const folder = waiting.data?.folder ?? null;
  const byNight = waiting.data?.by_night ?? false;
  const take = () => onFiles(files.map(({ path }) => path));
  const actions: Action[] = [{ id: 'import.watch', label: t('imports.watch'), group: 'page', run: start }];
  if (files.length > 0)
    actions.push({ id: 'import.waiting', label: t('imports.takeWaiting'), group: 'page', keys: 'w', run: take });
  useActions(actions);
  const number = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  const error = waiting.error ?? chooser.error ?? watch.error;
  return (
    <Section
      title={t('imports.watched')}
      actions={
        <div className={classes.next}>
          {folder !== null && (
            <>
              <Button variant="subtle" onClick={() => watch.mutate({ folder: null, by_night: false })}>
                {t('imports.unwatch')}
              </Button>
              <Button variant="default" leftSection={<IconFolderSearch size={14} />} onClick={() => void refetch()}>
                {t('imports.lookAgain')}
              </Button>
            </>
          )}
          <Button variant="default" leftSection={<IconFolder size={14} />} onClick={start}>
            {t(folder === null ? 'imports.watch' : 'imports.watchOther')}
          </Button>
        </div>
      }
    >
      {error && <Problem error={error} />}
      <p className={classes.summary}>{folder === null ? t('imports.watchText') : t('imports.watching', { folder })}</p>
      {folder !== null && (
        <Switch
          label={t('imports.byNight')}
          description={t('imports.byNightAbout')}
          checked={byNight}
          onChange={(event) => watch.mutate({ folder, by_night: event.currentTarget.checked })}
        />
      )}
      {folder !== null && files.length === 0 && !waiting.error && (
        <p className={classes.summary}>{t('imports.noneWaiting')}</p>
      )}
      {files.length > 0 && (
        <>
          <Table
            label={t('imports.waiting', { count: files.length })}
            rows={files}
            keyOf={(file) => file.path}
            scroll="inside"
            columns={[
              { id: 'name', header: t('imports.waiting', { count: files.length }), cell: (file) => file.name },
              {
                id: 'size',
                header: t('imports.size'),
                align: 'right',
                cell: (file) => number.format(Math.max(1, file.bytes / 1000)),
              },
            ]}
          />
          <div>
            <Button onClick={take}>{t('imports.takeWaiting')}</Button>
          </div>
        </>
      )}
    </Section>
  );
}
