import { Button } from '@mantine/core';
import { IconDownload, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { send, useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { useOpenCopy } from '../../kit/copies';
import { formatInstant } from '../../kit/format/day';
import { Section } from '../../kit/page';
import { Answered, Note, Problem } from '../../kit/states';
import { Table } from '../../kit/table';
import type { RefusedError } from '../../wire';
import type { TransactionRow } from './types';

type Document = Pick<TransactionRow, 'transaction_id' | 'document_no'>;

/** Which copy: of a document the newest one, unless a version is named. */
type Which = Document & { version?: number };

/** The file name of a copy; signs that a file name cannot have are left out of the document's number. */
function fileName({ document_no, version }: Which): string {
  const safe = document_no.replace(/[\\/:*?"<>|]+/g, '-');
  return version === undefined ? `${safe}.pdf` : `${safe}-${version}.pdf`;
}

/** Saves a copy where the person says; `null` when they changed their mind. */
function useSaveCopy() {
  return useMutation<string | null, RefusedError, Which>({
    mutationFn: async (which) => {
      const { path } = (await send('dialog.save', { purpose: 'paper', suggested: fileName(which) })).ok;
      if (path === null) return null;
      await send('copies.save', { transaction_id: which.transaction_id, version: which.version ?? null, path });
      return path;
    },
  });
}

/** The copies of one document, the newest first, each to be opened. */
export function CopiesBox({ document }: { document: Document }) {
  const { t, locale } = useWords();
  const copies = useAsk('copies.list', { transaction_id: document.transaction_id });
  const open = useOpenCopy();
  const save = useSaveCopy();
  const error = open.error ?? save.error;
  return (
    <Section title={t('copies.title')}>
      {error && <Problem error={error} />}
      {save.data && <Note tone="good">{t('copies.saved', { path: save.data })}</Note>}
      <Answered answer={copies}>
        {({ versions }) =>
          versions.length === 0 ? (
            <Note>{t('copies.none')}</Note>
          ) : (
            <Table
              label={t('copies.title')}
              rows={versions}
              keyOf={({ version }) => String(version)}
              columns={[
                {
                  id: 'file',
                  header: t('copies.title'),
                  cell: ({ version, file_name: file }) => t('copies.versionOf', { version, file }),
                },
                {
                  id: 'pages',
                  header: t('copies.pages'),
                  align: 'right',
                  cell: ({ pages }) => (pages > 0 ? pages : ''),
                },
                { id: 'at', header: t('copies.at'), cell: ({ at }) => formatInstant(at, locale) },
                {
                  id: 'open',
                  header: '',
                  cell: ({ version }) => (
                    <>
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        leftSection={<IconFileTypePdf size={14} />}
                        onClick={() => open.mutate({ transaction_id: document.transaction_id, version })}
                      >
                        {t('copies.open')}
                      </Button>
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        leftSection={<IconDownload size={14} />}
                        onClick={() => save.mutate({ ...document, version })}
                      >
                        {t('copies.saveAs')}
                      </Button>
                    </>
                  ),
                },
              ]}
            />
          )
        }
      </Answered>
    </Section>
  );
}
