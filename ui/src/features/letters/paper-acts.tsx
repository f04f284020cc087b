import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { ChoiceMenu } from '../../kit/choice-menu';
import { Drawer } from '../../kit/side';
import { Problem } from '../../kit/states';
import { ExportedNote } from './exported-note';
import { PrintPanel } from './print-panel';
import { asPosted, type Job } from './types';

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
    setPanel('open');
    await write.mutateAsync({ run_id: runId, letter_ids: [], folder: path, ...job });
  };
  const begin = (job: Job) => void start(job).catch(() => setPanel('open'));
  const run = (what: Job['what'], order: Job['order']) => begin(asPosted(what, order));
  const again = () => write.variables && write.mutate({ ...write.variables, which: 'all' });
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
      <ChoiceMenu
        label={t('letters.paper')}
        icon={<IconPrinter size={15} />}
        state={write.isPending ? 'running' : 'ready'}
        choices={[
          { id: 'file', label: t('letters.printFile'), run: () => run('print_file', 'customer') },
          { id: 'postal', label: t('letters.printFilePostal'), run: () => run('print_file', 'postal_code') },
          { id: 'single', label: t('letters.oneEach'), run: () => run('single', 'customer') },
          { id: 'both', label: t('letters.both'), run: () => run('both', 'customer') },
          { id: 'job', label: t('letters.printJob'), run: () => setForm('open') },
        ]}
      />
      <Drawer title={t('letters.printJob')} state={form} onClose={() => setForm('closed')} width="wide">
        {form === 'open' && <PrintPanel of={{ runId, letterIds: [] }} />}
      </Drawer>
      <Drawer title={t('letters.paper')} state={panel} onClose={() => setPanel('closed')} width="wide">
        {error && <Problem error={error} />}
        {write.data && <ExportedNote done={write.data} onAgain={again} />}
      </Drawer>
    </>
  );
}
