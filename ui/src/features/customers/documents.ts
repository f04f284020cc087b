import type { TransactionRow } from './types';

/**
 * What was marked, each document once: an invoice in instalments has a row for each of them, but one status, one dispute and
 * one case.
 */
export function documentsOf(rows: readonly TransactionRow[]): TransactionRow[] {
  const found = new Map<number, TransactionRow>();
  for (const row of rows) if (!found.has(row.transaction_id)) found.set(row.transaction_id, row);
  return [...found.values()];
}

/** The ids of the documents that were marked. */
export function idsOf(rows: readonly TransactionRow[]): number[] {
  return [...new Set(rows.map((row) => row.transaction_id))];
}

/** Whether one row of a document was marked, or several of its instalments. */
export function markedOf(rows: readonly TransactionRow[], id: number): 'one' | 'several' {
  return rows.filter((row) => row.transaction_id === id).length > 1 ? 'several' : 'one';
}

/** What tells the rows of a list apart: a document falls due on several days where it is in instalments. */
export function rowId(row: TransactionRow): string {
  return `${row.transaction_id} ${row.due_on}`;
}
