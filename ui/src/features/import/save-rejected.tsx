import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useActions } from '../../kit/actions';
import { Note, Problem } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';
import classes from './import.module.css';

/** A batch with rejected rows. */
type Rejected = { id: number; file_name: string; kind: string };

const E_INVOICES = 'e_invoices';

/** Asks where to, then writes the rejected rows of a batch; `null` when the person changed their mind. */
function useSaveRejected(suggested: (batch: Rejected) => string) {
  return useMutation<ResponseOf<'import.rejections_export'> | null, RefusedError, Rejected>({
    mutationFn: async (batch) => {
      const { path } = (
        await send('dialog.save', {
          purpose: batch.kind === E_INVOICES ? 'attachment' : 'export',
          suggested: suggested(batch),
        })
      ).ok;
      if (path === null) return null;
      return (await send('import.rejections_export', { batch_id: batch.id, path })).ok;
    },
  });
}

/** Saves rejected rows in their original columns, or rejected invoices as a ZIP, to be corrected and dropped again. */
export function SaveRejected({ batches }: { batches: readonly Rejected[] }) {
  const { t } = useWords();
  const save = useSaveRejected(
    ({ file_name, kind }) =>
      `${file_name.replace(/\.[^.]*$/, '')}-${t('import.rejectedFile')}.${kind === E_INVOICES ? 'zip' : 'csv'}`,
  );
  const labelOf = ({ file_name: file, kind }: Rejected) =>
    t(kind === E_INVOICES ? 'import.saveRejectedInvoices' : 'import.saveRejectedOf', { file });
  useActions(
    batches.map((batch) => ({
      id: `import.rejected.${batch.id}`,
      label: labelOf(batch),
      group: 'page',
      run: () => save.mutate(batch),
    })),
  );
  if (batches.length === 0) return null;
  return (
    <>
      {save.error && <Problem error={save.error} />}
      {save.data && (
        <Note tone="good">
          {t(save.variables?.kind === E_INVOICES ? 'import.rejectedInvoicesSaved' : 'import.rejectedSaved', {
            count: save.data.rows,
            path: save.data.path,
          })}
        </Note>
      )}
      <div className={classes.next}>
        {batches.map((batch) => (
          <Button
            key={batch.id}
            variant="default"
            leftSection={<IconFileDownload size={14} />}
            loading={save.isPending && save.variables.id === batch.id}
            onClick={() => save.mutate(batch)}
          >
            {batches.length === 1 && batch.kind !== E_INVOICES ? t('import.saveRejected') : labelOf(batch)}
          </Button>
        ))}
      </div>
    </>
  );
}
