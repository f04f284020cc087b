import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk } from '../../data/desk';
import { useAct, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Drawer } from '../../kit/side';
import { Problem } from '../../kit/states';
import { PostedNote } from './posted-note';
import type { LetterRun } from './types';

/** Printing before posting, where a letter counts as sent when it is printed. */
export function PrintDrafts({ run }: { run: LetterRun }) {
  const { t } = useWords();
  const { mode } = useDesk();
  const rules = useAsk('letters.parameters', {});
  const folder = useAct('dialog.folder');
  const print = useAct('letters.print');
  const [panel, setPanel] = useState<'open' | 'closed'>('closed');
  const count = run.counts.created - run.counts.printed;
  const canPrint = count > 0 && mode === 'today' && rules.data?.update_code_at === 'printout';
  const start = async () => {
    const { path } = await folder.mutateAsync({});
    if (path === null) return;
    setPanel('open');
    await print.mutateAsync({ run_id: run.run_id, letter_ids: [], printing_on: null, folder: path });
  };
  const begin = () => void start().catch(() => setPanel('open'));
  const label = t('letters.printDrafts', { count });
  useActions(canPrint ? [{ id: 'letters.printDrafts', label, group: 'page', keys: 'd', run: begin }] : []);
  const error = folder.error ?? print.error;
  return (
    <>
      {canPrint && (
        <Button variant="default" leftSection={<IconPrinter size={15} />} loading={print.isPending} onClick={begin}>
          {label}
        </Button>
      )}
      <Drawer title={t('letters.paper')} state={panel} onClose={() => setPanel('closed')} width="wide">
        {error && <Problem error={error} />}
        {print.data && <PostedNote posted={print.data} of={{ runId: run.run_id, letterIds: [] }} what="printed" />}
      </Drawer>
    </>
  );
}
