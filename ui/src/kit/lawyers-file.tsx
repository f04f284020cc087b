import { Button } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { send, useAct } from '../data/use-command';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import type { ResponseOf } from '../wire/commands';
import { FormProblem, Note } from './states';

type Written = ResponseOf<'hand_overs.file'>;

/** Writes what a lawyer needs of a customer, or of one hand-over, into one ZIP. */
export function LawyersFile({ account, handOverId }: { account: string; handOverId: number | null }) {
  const { t } = useWords();
  const reveal = useAct('opener.reveal');
  const write = useMutation<Written | null, RefusedError>({
    mutationKey: ['hand_overs.file'],
    mutationFn: async () => {
      const suggested = t('handOvers.fileName', { account });
      const { path } = (await send('dialog.save', { purpose: 'attachment', suggested })).ok;
      if (path === null) return null;
      return (await send('hand_overs.file', { account, hand_over_id: handOverId, path })).ok;
    },
  });
  const done = write.data;
  return (
    <>
      <div>
        <Button
          variant="default"
          size="compact-sm"
          title={t('handOvers.fileAbout')}
          leftSection={<IconFileZip size={14} />}
          loading={write.isPending}
          onClick={() => write.mutate()}
        >
          {t('handOvers.file')}
        </Button>
      </div>
      {done && (
        <Note tone="good">
          {t('handOvers.fileWritten', { count: done.files.length, path: done.path })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => reveal.mutate({ path: done.path })}>
            {t('letters.openFolder')}
          </Button>
        </Note>
      )}
      {done && done.copies_missing.length > 0 && (
        <Note tone="warn">{t('handOvers.fileWithout', { documents: done.copies_missing.join(', ') })}</Note>
      )}
      <FormProblem error={write.error ?? reveal.error} />
    </>
  );
}
