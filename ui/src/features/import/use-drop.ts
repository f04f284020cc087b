import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useAct } from '../../data/use-command';
import type { RefusedError } from '../../wire';
import type { RequestOf } from '../../wire/commands';
import {
  type BankDone,
  type BankRead,
  type CopiesAttached,
  type Done,
  type FileInHand,
  isBankTable,
  type Preview,
  type SortedFile,
} from './types';

export type Step = 'choose' | 'check' | 'preview' | 'done';

/** What each kind of file would do. */
export type Previews = { tables: Preview | null; invoices: Preview | null; bank: readonly BankRead[] };

/** What each kind of file did. */
export type Results = {
  tables: Done | null;
  invoices: Done | null;
  copies: readonly CopiesAttached[];
  bank: readonly BankDone[];
};

const NO_PREVIEWS: Previews = { tables: null, invoices: null, bank: [] };
const NO_RESULTS: Results = { tables: null, invoices: null, copies: [], bank: [] };

/** Every file of one drop that goes the same way. */
export function filesOf(files: readonly FileInHand[], way: FileInHand['sorted_as']): FileInHand[] {
  return files.filter((file) => file.sorted_as === way);
}

/** A folder or ZIP whose files go two ways stands there twice. */
function idOf({ path, sorted_as, bundled }: SortedFile): string {
  return bundled === 'by_file' && sorted_as === 'copies' ? `${path} copies` : path;
}

/** Electronic invoices; of a folder or ZIP that goes two ways the other PDFs are left to the copies. */
function invoicesRequest(files: readonly FileInHand[]): RequestOf<'einvoices.run'> {
  const invoices = filesOf(files, 'e_invoices');
  const by_file = invoices.filter(({ bundled }) => bundled === 'by_file').map(({ path }) => path);
  return { paths: invoices.map(({ path }) => path), by_file };
}

/** The tables of a drop as the book takes them. Without a day of its own a list is of the day in its title, else of today. */
export function tableRequest(files: readonly FileInHand[]): RequestOf<'import.run'> {
  return {
    files: filesOf(files, 'table').map(({ path, table }) => ({
      path,
      options: table.options,
      whole_list: table.list === 'whole',
      ...(table.asOf === null ? {} : { as_of: table.asOf }),
    })),
  };
}

/** Bank files that say everything go together, a table of a bank goes with what was settled about it. */
function bankRequests(files: readonly FileInHand[]): RequestOf<'bank.import'>[] {
  const bank = filesOf(files, 'bank');
  const plain = bank.filter((file) => !isBankTable(file)).map(({ path }) => path);
  const tables = bank.filter(isBankTable).map(({ path, bankAccount, table }) => ({
    paths: [path],
    bank_account: bankAccount,
    options: table.options,
  }));
  return plain.length > 0 ? [{ paths: plain, bank_account: '', options: null }, ...tables] : tables;
}

function copiesRequest({ path, copies, bundled }: FileInHand): RequestOf<'copies.attach'> {
  const choices = Object.entries(copies).map(([file, transaction_id]) => ({ file, transaction_id }));
  return { path, choices, bundled };
}

/**
 * One drop from its files to its result. Tables come before copies and bank lines, because those look for the documents
 * that the tables bring.
 */
export function useDrop() {
  const client = useQueryClient();
  const sort = useAct('import.sort');
  const preview = useAct('import.preview');
  const invoicePreview = useAct('einvoices.preview');
  const bankPreview = useAct('bank.preview');
  const run = useAct('import.run');
  const runInvoices = useAct('einvoices.run');
  const bank = useAct('bank.import');
  const attach = useAct('copies.attach');
  const [step, setStep] = useState<Step>('choose');
  const [files, setFiles] = useState<readonly FileInHand[]>([]);
  const [previews, setPreviews] = useState(NO_PREVIEWS);
  const [results, setResults] = useState(NO_RESULTS);
  const [disputeReason, setDisputeReason] = useState<string | null>(null);

  const { mutate: sortFiles } = sort;
  const take = useCallback(
    (paths: readonly string[]) =>
      sortFiles(
        { paths: [...paths] },
        {
          onSuccess: ({ files: sorted }) => {
            const table = { options: null, list: null, asOf: null };
            setFiles(sorted.map((file) => ({ ...file, id: idOf(file), table, copies: {}, bankAccount: '' })));
            setResults(NO_RESULTS);
            setDisputeReason(null);
            setStep('check');
          },
        },
      ),
    [sortFiles],
  );
  const settle = useCallback(
    (id: string, change: Partial<FileInHand>) =>
      setFiles((before) => before.map((file) => (file.id === id ? { ...file, ...change } : file))),
    [],
  );

  const invoices = invoicesRequest(files);
  const bankFiles = bankRequests(files);
  const tables = tableRequest(files);
  const look = async () => {
    const found = {
      tables: tables.files.length > 0 ? await preview.mutateAsync(tables) : null,
      invoices: invoices.paths.length > 0 ? await invoicePreview.mutateAsync(invoices) : null,
      bank: [] as BankRead[],
    };
    for (const request of bankFiles) found.bank.push(await bankPreview.mutateAsync(request));
    setPreviews(found);
    // An offer that is gone cannot be taken.
    if (!found.tables?.disputed) setDisputeReason(null);
    setStep('preview');
  };
  // What one way has written stays written when the next is refused, and is not written a second time.
  const write = async () => {
    let now = results;
    const keep = (change: Partial<Results>) => {
      now = { ...now, ...change };
      setResults(now);
    };
    if (!now.tables && tables.files.length > 0) {
      const disputes = disputeReason === null ? {} : { disputes: { reason: disputeReason } };
      keep({ tables: await run.mutateAsync({ ...tables, ...disputes }) });
    }
    if (!now.invoices && invoices.paths.length > 0) {
      keep({ invoices: await runInvoices.mutateAsync(invoices) });
    }
    for (const file of filesOf(files, 'copies').slice(now.copies.length)) {
      keep({ copies: [...now.copies, await attach.mutateAsync(copiesRequest(file))] });
    }
    for (const request of bankFiles.slice(now.bank.length)) {
      keep({ bank: [...now.bank, await bank.mutateAsync(request)] });
    }
    setStep('done');
    await client.invalidateQueries({ queryKey: ['desk.state'] });
  };
  const looks = [preview, invoicePreview, bankPreview];
  const writes = [run, runInvoices, attach, bank];
  const acts = [sort, ...looks, ...writes];
  const startOver = () => {
    for (const act of acts) act.reset();
    setFiles([]);
    setPreviews(NO_PREVIEWS);
    setResults(NO_RESULTS);
    setDisputeReason(null);
    setStep('choose');
  };
  const errorOf = (some: readonly { error: RefusedError | null }[]) => some.find(({ error }) => error)?.error ?? null;
  return {
    step,
    setStep,
    files,
    previews,
    results,
    disputeReason,
    setDisputeReason,
    take,
    settle,
    // The refusals are shown from the acts themselves.
    look: () => void look().catch(() => undefined),
    write: () => void write().catch(() => undefined),
    startOver,
    state: acts.some((act) => act.isPending) ? ('busy' as const) : ('idle' as const),
    errors: { choose: sort.error, look: errorOf(looks), write: errorOf(writes) },
  };
}

export type Drop = ReturnType<typeof useDrop>;
