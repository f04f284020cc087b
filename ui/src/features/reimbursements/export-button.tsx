import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refresh } from '../../data/client';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormProblem, Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';

type Written = ResponseOf<'reimbursements.export'>;

/** Writes the request for accounts payable and marks what is in it; the ending of the file says in which form. */
export function ExportButton({ ids }: { ids: () => Promise<number[]> }) {
  const { t } = useWords();
  const client = useQueryClient();
  const write = useMutation<Written | null, RefusedError>({
    mutationKey: ['reimbursements.export'],
    mutationFn: async () => {
      const { path } = (await send('dialog.save', { purpose: 'data', suggested: t('reimbursements.fileName') })).ok;
      if (path === null) return null;
      const format = path.toLowerCase().endsWith('.json') ? 'json' : 'csv';
      const { ok, tags } = await send('reimbursements.export', { reimbursement_ids: await ids(), path, format });
      await refresh(client, tags);
      return ok;
    },
  });
  return (
    <>
      <Button variant="default" loading={write.isPending} onClick={() => write.mutate()}>
        {t('reimbursements.export')}
      </Button>
      {write.data && (
        <Note tone="good">{t('reimbursements.exported', { count: write.data.rows, path: write.data.path })}</Note>
      )}
      <FormProblem error={write.error} />
    </>
  );
}
