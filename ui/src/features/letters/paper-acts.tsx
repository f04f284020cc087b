import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFolderOpen, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Drawer } from '../../kit/side';
import { Note, Problem } from '../../kit/states';
import classes from './letters.module.css';
import { PrintJobForm } from './print-job';
import { type Job, PLAIN } from './types';

/** Letters on paper: one print file, one file each, and the folder where they lie. */
export function PaperActs({ runId }: { runId: number }) {
  const { t } = useWords();
  const folder = useAct('dialog.folder');
  const write = useAct('letters.export');
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const [form, setForm] = useState<'open' | 'closed'>('closed');
  const start = async (job: Job) => {
    const { path } = await folder.mutateAsync({});
    if (path === null) return;
    setForm('closed');
    setPanel('open');
    await write.mutateAsync({ run_id: runId, letter_ids: [], folder: path, ...job });
  };
  const begin = (job: Job) => void start(job).catch(() => setPanel('open'));
  const run = (what: Job['what'], order: Job['order']) => begin({ what, order, job: PLAIN });
  useActions([
    {
      id: 'letters.print',
      label: t('letters.printFile'),
      group: 'page',
      keys: 'f',
      run: () => run('print_file', 'customer'),
    },
    { id: 'letters.single', label: t('letters.oneEach'), group: 'page', run: () => run('single', 'customer') },
    { id: 'letters.job', label: t('letters.printJob'), group: 'page', run: () => setForm('open') },
  ]);
  const error = folder.error ?? write.error;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={write.isPending}
            leftSection={<IconPrinter size={15} />}
            rightSection={<IconChevronDown size={13} />}
          >
            {t('letters.paper')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => run('print_file', 'customer')}>{t('letters.printFile')}</Menu.Item>
          <Menu.Item onClick={() => run('print_file', 'postal_code')}>{t('letters.printFilePostal')}</Menu.Item>
          <Menu.Item onClick={() => run('single', 'customer')}>{t('letters.oneEach')}</Menu.Item>
          <Menu.Item onClick={() => run('both', 'customer')}>{t('letters.both')}</Menu.Item>
          <Menu.Item onClick={() => setForm('open')}>{t('letters.printJob')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Drawer title={t('letters.printJob')} state={form} onClose={() => setForm('closed')}>
        <PrintJobForm running={write.isPending} onWrite={begin} />
      </Drawer>
      <Drawer title={t('letters.paper')} state={panel} onClose={() => setPanel('closed')}>
        {error && <Problem error={error} />}
        {write.data && (
          <>
            <Note tone="good">{t('letters.written', { count: write.data.files.length })}</Note>
            <OpenFiles files={write.data.files} />
          </>
        )}
      </Drawer>
    </>
  );
}

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
