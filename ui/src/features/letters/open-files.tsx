import { Button } from '@mantine/core';
import { IconFolderOpen, IconPrinter } from '@tabler/icons-react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Problem } from '../../kit/states';
import classes from './letters.module.css';

/** Opens what was written: the print file in the viewer of the machine, or the folder. */
export function OpenFiles({ files }: { files: readonly string[] }) {
  const { t } = useWords();
  const open = useAct('opener.open');
  const reveal = useAct('opener.reveal');
  const last = files.at(-1);
  const error = open.error ?? reveal.error;
  if (last === undefined) return null;
  return (
    <>
      {error && <Problem error={error} />}
      <div className={classes.done}>
        <Button leftSection={<IconPrinter size={15} />} onClick={() => open.mutate({ path: last })}>
          {t('letters.openFile')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => reveal.mutate({ path: last })}
        >
          {t('letters.openFolder')}
        </Button>
      </div>
      <p className={classes.more}>{last}</p>
    </>
  );
}
