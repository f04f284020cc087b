import { Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n';
import { readableArgs } from '../../kit/problem-words';
import { Note, Problem } from '../../kit/states';
import { RefusedError } from '../../wire';
import { CheckTable } from './check-table';
import { CopiesCheck } from './copies-view';
import classes from './import.module.css';
import { SourceName } from './source-line';
import { type FileInHand, isBankTable } from './types';

type CheckFilesProps = {
  files: readonly FileInHand[];
  onSettle: (id: string, change: Partial<FileInHand>) => void;
  /** Which files are not ready: on their way, refused, or with an open question. */
  onReport: (id: string, ready: 'ready' | 'open') => void;
};

/** How each file is read, to be corrected where a person knows better. */
export function CheckFiles({ files, ...check }: CheckFilesProps) {
  const { t } = useWords();
  // A folder or ZIP whose files go two ways has two tabs.
  const tabOf = ({ name, sorted_as, bundled }: FileInHand) =>
    bundled === 'by_file' && sorted_as === 'copies' ? t('import.copiesIn', { name }) : name;
  const [shown, setShown] = useState(files[0]?.id ?? '');
  if (files.length === 1 && files[0]) return <CheckFile file={files[0]} {...check} />;
  return (
    <Tabs value={shown} onChange={(value) => value && setShown(value)} keepMounted>
      <Tabs.List aria-label={t('import.files')}>
        {files.map((file) => (
          <Tabs.Tab key={file.id} value={file.id}>
            {file.sorted_as === 'unknown' ? `⚠ ${file.name}` : tabOf(file)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {files.map((file) => (
        <Tabs.Panel key={file.id} value={file.id} pt="md">
          <CheckFile file={file} {...check} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

type CheckFileProps = Omit<CheckFilesProps, 'files'> & { file: FileInHand };

function CheckFile({ file, onSettle, onReport }: CheckFileProps) {
  const settle = (change: Partial<FileInHand>) => onSettle(file.id, change);
  if (file.sorted_as === 'table' || isBankTable(file)) {
    return <CheckTable file={file} onSettle={settle} onReport={onReport} />;
  }
  if (file.sorted_as === 'copies') return <CopiesCheck file={file} onSettle={settle} />;
  if (file.sorted_as === 'unknown') return <Unreadable file={file} />;
  return <Plain file={file} onReport={onReport} />;
}

/** A file with which nothing has to be settled. */
function Plain({ file, onReport }: Pick<CheckFileProps, 'file' | 'onReport'>) {
  const { t } = useWords();
  useEffect(() => onReport(file.id, 'ready'), [file.id, onReport]);
  return (
    <div className={classes.reading}>
      <SourceName file={file.name} source={file.sorted_as === 'e_invoices' ? 'e_invoice' : (file.source ?? '')} />
      <Note>{t(file.sorted_as === 'bank' ? 'import.bankCheck' : 'import.eInvoicesCheck')}</Note>
    </div>
  );
}

/** A file that no reader understands; the others of the drop go on without it. */
function Unreadable({ file }: { file: FileInHand }) {
  const { t, locale } = useWords();
  const refusal = { code: file.code ?? '', args: readableArgs(file.args, locale), trace_id: '' };
  return (
    <div className={classes.reading}>
      <Problem error={new RefusedError(refusal)} />
      <Note>{t('import.unreadable')}</Note>
    </div>
  );
}
