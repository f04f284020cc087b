import { ActionIcon } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useHasCopy } from '../data/copies';
import { send, useAsk } from '../data/use-command';
import { useWords } from '../i18n';
import type { RefusedError } from '../wire';
import type { Column } from './grid/columns';
import { useProblemWords } from './problem-words';

/** A document as its row knows it. */
export type CopiedDocument = { transaction_id: number; document_no: string };

/** Opens a copy in the viewer of the machine: the newest one, unless a version is named. */
export function useOpenCopy() {
  return useMutation<null, RefusedError, { transaction_id: number; version?: number }>({
    mutationFn: async ({ transaction_id, version }) => {
      const { path } = (await send('copies.view', { transaction_id, version: version ?? null })).ok;
      return (await send('opener.open', { path })).ok;
    },
  });
}

/** Which of these documents have a copy in the book. */
export function useCopies(ids: readonly number[]): ReadonlySet<number> {
  const asked = useMemo(() => [...new Set(ids)].sort((a, b) => a - b), [ids]);
  const found = useAsk('copies.of_documents', { transaction_ids: asked }, { when: asked.length > 0 ? 'now' : 'later' });
  return useMemo(() => new Set(found.data?.transaction_ids), [found.data]);
}

/** The number of a document in its row, and beside it the way to its copy where there is one. */
export function DocumentWithCopy({ document, copies }: { document: CopiedDocument; copies: ReadonlySet<number> }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {document.document_no}
      {copies.has(document.transaction_id) && <CopyButton document={document} />}
    </span>
  );
}

/** Opens the copy of a document from its row. */
export function CopyButton({ document }: { document: CopiedDocument }) {
  const { t } = useWords();
  const words = useProblemWords();
  const open = useOpenCopy();
  const name = t('copies.openOf', { document: document.document_no });
  return (
    <>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={name}
        title={name}
        loading={open.isPending}
        onClick={(event) => {
          // The row may have an act of its own.
          event.stopPropagation();
          open.mutate({ transaction_id: document.transaction_id });
        }}
      >
        <IconFileTypePdf size={15} />
      </ActionIcon>
      {open.error && <span role="alert">{words(open.error).what}</span>}
    </>
  );
}

/** The number of a document in a list, and beside it the way to its copy where there is one. */
export function DocumentCell({ document }: { document: CopiedDocument }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {document.document_no}
      <CopyCell document={document} />
    </span>
  );
}

function CopyCell({ document }: { document: CopiedDocument }) {
  return useHasCopy(document.transaction_id) ? <CopyButton document={document} /> : null;
}

/** A narrow column of a list that opens the copies of its documents; a row may be about none. */
export function copyColumn<Row>(t: TFunction, documentOf: (row: Row) => CopiedDocument | null): Column<Row> {
  return {
    id: 'copy',
    kind: 'text',
    header: t('copies.short'),
    width: 64,
    sort: 'no',
    filter: 'no',
    file: 'no',
    // What the row itself does not know is asked for when it comes into sight.
    value: () => '',
    render: (row) => {
      const document = documentOf(row);
      return document && <CopyCell document={document} />;
    },
  };
}
