import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { send } from '../../data/use-command';
import { useWords } from '../../i18n';
import { FormActs } from '../../kit/form';
import { FormProblem, Note } from '../../kit/states';
import type { RefusedError } from '../../wire';
import type { ResponseOf } from '../../wire/commands';

/** Writes a declaration as a table, where the person says. */
export function ExportDeclaration({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useWords();
  const headings = [t('insurers.country'), t('creditTasks.account'), t('creditTasks.name'), t('insurers.turnover')];
  const write = useMutation<ResponseOf<'insurers.export'> | null, RefusedError, void>({
    mutationFn: async () => {
      const { path } = (await send('dialog.save', { purpose: 'export', suggested: `${t('insurers.file')}.csv` })).ok;
      if (path === null) return null;
      return (await send('insurers.export', { id, path, format: 'csv', headings })).ok;
    },
  });
  return (
    <>
      {write.data && <Note tone="good">{t('insurers.written', { path: write.data.path })}</Note>}
      <FormActs>
        <Button loading={write.isPending} onClick={() => write.mutate()} data-autofocus>
          {t('insurers.export')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('kit.close')}
        </Button>
        <FormProblem error={write.error} />
      </FormActs>
    </>
  );
}
