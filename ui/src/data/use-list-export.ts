import { useMutation } from '@tanstack/react-query';
import type { RefusedError } from '../wire';
import type { RequestOf, ResponseOf } from '../wire/commands';
import { send } from './use-command';

/** The lists that the book holds open are written from their handle. */
export type ExportCommand =
  | 'aging.export'
  | 'customers.export'
  | 'letters.list_export'
  | 'letters.calendar_export'
  | 'letters.skips_export'
  | 'interest.list_export'
  | 'orders.export'
  | 'activities.export'
  | 'cases.export'
  | 'holds.export'
  | 'promises.export'
  | 'journal.list_export'
  | 'write_offs.export'
  | 'disputes.export'
  | 'risk.export'
  | 'credit.coverage_export';
export type ExportColumn = RequestOf<'customers.export'>['columns'][number];
export type ListCell = RequestOf<'lists.write'>['rows'][number][number];
export type ExportFormat = RequestOf<'lists.write'>['format'];

/** What to write: an open list by its handle, or the rows that this page's own filter left. */
export type ExportOrder = { suggested: string; format: ExportFormat } & (
  | { command: ExportCommand; handle: number; columns: ExportColumn[] }
  | { command: 'lists.write'; headings: string[]; rows: () => Promise<ListCell[][]> }
);

/** Asks where to, then writes the file; `null` when the person changed their mind. */
export function useListExport() {
  return useMutation<ResponseOf<'lists.write'> | null, RefusedError, ExportOrder>({
    mutationFn: async (order) => {
      const { format } = order;
      const asked = await send('dialog.save', { purpose: 'export', suggested: `${order.suggested}.${format}` });
      const { path } = asked.ok;
      if (path === null) return null;
      if (order.command === 'lists.write') {
        const rows = await order.rows();
        return (await send('lists.write', { path, format, headings: order.headings, rows })).ok;
      }
      const { handle, columns } = order;
      return (await send(order.command, { handle, path, format, columns })).ok;
    },
  });
}
