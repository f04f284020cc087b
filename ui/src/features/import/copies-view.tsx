import { Select } from '@mantine/core';
import { useAsk } from '../../data/use-command';
import { useWords } from '../../i18n';
import { Section } from '../../kit/page';
import { Answered, EmptyState, Note } from '../../kit/states';
import { Table } from '../../kit/table';
import classes from './import.module.css';
import { SourceName } from './source-line';
import type { CopiesAttached, CopiesPreview, CopyChoices, CopyFile, FileInHand } from './types';

const STATES = ['doubtful', 'matched', 'unmatched', 'known'] as const;

type CopiesCheckProps = { file: FileInHand; onSettle: (change: Partial<FileInHand>) => void };

/** The PDFs of a folder, a ZIP or a single one: which invoice each belongs to, and a choice where two fit. */
export function CopiesCheck({ file, onSettle }: CopiesCheckProps) {
  const { t } = useWords();
  const preview = useAsk('copies.preview', { path: file.path, bundled: file.bundled });
  return (
    <div className={classes.reading}>
      <SourceName file={file.name} source="pdf" />
      <Answered answer={preview}>
        {(found) => (
          <>
            <p className={classes.summary}>{t('copies.about')}</p>
            {found.files.length === 0 && <EmptyState title={t('copies.noneTitle')} text={t('copies.noneText')} />}
            {STATES.map((state) => (
              <CopyTable
                key={state}
                state={state}
                files={found.files.filter((copy) => copy.state === state)}
                choices={file.copies}
                onChoose={(copies) => onSettle({ copies })}
              />
            ))}
            <CopyProblems preview={found} />
          </>
        )}
      </Answered>
    </div>
  );
}

type CopyTableProps = {
  state: CopyFile['state'];
  files: readonly CopyFile[];
  choices: CopyChoices;
  onChoose: (choices: CopyChoices) => void;
};

function CopyTable({ state, files, choices, onChoose }: CopyTableProps) {
  const { t } = useWords();
  if (files.length === 0) return null;
  const title = t(`copies.state.${state}`, { count: files.length });
  return (
    <Section title={title}>
      {state === 'doubtful' && <Note tone="warn">{t('copies.doubtfulText')}</Note>}
      {state === 'unmatched' && <Note>{t('copies.unmatchedText')}</Note>}
      <Table
        label={title}
        rows={files}
        keyOf={(copy) => copy.file}
        scroll="inside"
        columns={[
          { id: 'file', header: t('import.file'), cell: (copy) => copy.file },
          { id: 'pages', header: t('copies.pages'), align: 'right', cell: (copy) => copy.pages ?? '' },
          {
            id: 'document',
            header: t('copies.document'),
            cell: (copy) => (
              <CopyDocument
                copy={copy}
                chosen={choices[copy.file]}
                onChoose={(id) => onChoose({ ...choices, [copy.file]: id })}
              />
            ),
          },
          { id: 'by', header: t('copies.foundBy'), cell: (copy) => <FoundBy copy={copy} /> },
        ]}
      />
    </Section>
  );
}

const LEFT_OUT = 'none';

type CopyDocumentProps = { copy: CopyFile; chosen: number | null | undefined; onChoose: (id: number | null) => void };

/** The document of a copy; where several fit, a person chooses or leaves the file out. */
function CopyDocument({ copy, chosen, onChoose }: CopyDocumentProps) {
  const { t } = useWords();
  const name = ({ document_no, customer, account }: CopyFile['documents'][number]) =>
    t('copies.documentOf', { document: document_no, customer, account });
  if (copy.state !== 'doubtful') return copy.documents.map(name).join(', ');
  return (
    <Select
      aria-label={t('copies.choose', { file: copy.file })}
      placeholder={t('copies.chooseOne')}
      value={chosen === undefined ? null : chosen === null ? LEFT_OUT : String(chosen)}
      data={[
        ...copy.documents.map((document) => ({ value: String(document.transaction_id), label: name(document) })),
        { value: LEFT_OUT, label: t('copies.leaveOut') },
      ]}
      onChange={(value) => value && onChoose(value === LEFT_OUT ? null : Number(value))}
    />
  );
}

function FoundBy({ copy }: { copy: CopyFile }) {
  const { t } = useWords();
  if (copy.unreadable !== null) return t(`copies.unreadable.${copy.unreadable}`);
  if (copy.found_by === null) return null;
  return t(copy.found_by === 'text' ? 'copies.byText' : 'copies.byName');
}

/** Files beside the PDFs, and PDFs that cannot be opened. */
function CopyProblems({ preview }: { preview: CopiesPreview }) {
  const { t } = useWords();
  const word = t as unknown as (key: string, args: Record<string, string>) => string;
  if (preview.problems.length === 0) return null;
  return (
    <Note tone="warn">
      {preview.problems.map(({ file, code }) => (
        <p key={file}>{word(`problem.${code}.what`, { file, defaultValue: `${file}: ${code}` })}</p>
      ))}
    </Note>
  );
}

/** Says before the import that copies come with it. */
export function CopiesFollow({ files }: { files: readonly FileInHand[] }) {
  const { t } = useWords();
  if (files.length === 0) return null;
  return <Note>{t('copies.follow', { names: files.map(({ name }) => name).join(', ') })}</Note>;
}

/** What became of copies. */
export function CopiesResult({ done }: { done: readonly CopiesAttached[] }) {
  const { t } = useWords();
  return done.map((one) => (
    <Note key={one.batch_id} tone="good">
      {t('copies.done', { attached: one.attached, known: one.known, left: one.left_out })}
    </Note>
  ));
}
