import { Button } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Problem } from '../../kit/states';
import { transport } from '../../wire';
import classes from './import.module.css';

/** Drop files on the window, or choose them. */
export function ChooseFiles({ onFiles }: { onFiles: (paths: readonly string[]) => void }) {
  const { t } = useWords();
  const [hover, setHover] = useState<'over' | 'away'>('away');
  const chooser = useAct('dialog.open_files');
  const folders = useAct('dialog.folder');
  useEffect(
    () =>
      transport().onDrop((drop) => {
        setHover(drop.kind === 'over' ? 'over' : 'away');
        if (drop.kind === 'dropped' && drop.paths.length > 0) onFiles(drop.paths);
      }),
    [onFiles],
  );
  const choose = async () => {
    const { paths } = await chooser.mutateAsync({ purpose: 'import' });
    if (paths.length > 0) onFiles(paths);
  };
  const chooseFolder = async () => {
    const { path } = await folders.mutateAsync({});
    if (path !== null) onFiles([path]);
  };
  const start = () => void choose().catch(() => undefined);
  const startFolder = () => void chooseFolder().catch(() => undefined);
  useActions([
    { id: 'import.choose', label: t('import.choose'), group: 'page', keys: 'o', run: start },
    { id: 'import.folder', label: t('import.chooseFolder'), group: 'page', keys: 'f', run: startFolder },
  ]);
  const error = chooser.error ?? folders.error;
  return (
    <>
      {error && <Problem error={error} />}
      <div className={`${classes.drop} ${hover === 'over' ? classes.dropOver : ''}`}>
        <IconFileSpreadsheet size={40} stroke={1.2} aria-hidden />
        <h2 className={classes.dropTitle}>{t(hover === 'over' ? 'import.dropNow' : 'import.dropTitle')}</h2>
        <p className={classes.dropText}>{t('import.dropText')}</p>
        <div className={classes.next}>
          <Button onClick={start} data-autofocus>
            {t('import.choose')}
          </Button>
          <Button variant="default" onClick={startFolder}>
            {t('import.chooseFolder')}
          </Button>
        </div>
      </div>
      <ul className={classes.hints}>
        <li>{t('import.hintKinds')}</li>
        <li>{t('import.hintAgain')}</li>
        <li>{t('import.hintSafe')}</li>
      </ul>
    </>
  );
}
