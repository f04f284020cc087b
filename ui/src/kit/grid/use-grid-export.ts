import type { Listing, OpenListing } from '../../data/listing';
import { type ExportCommand, type ExportFormat, useListExport } from '../../data/use-list-export';
import { useWords } from '../../i18n';
import { type Column, cellForFile, choicesOf } from './columns';

const BLOCK = 1000;

/** Where a list is written from: its handle in the book, or the rows that came to this page. */
export type ExportFrom = ExportCommand | 'page';

type Source<Row, Open extends OpenListing> = {
  from: ExportFrom;
  /** The name that the file dialog suggests. */
  name: string;
  listing: Listing<Row, Open>;
  columns: readonly Column<Row>[];
};

/**
 * Writes exactly what the list shows: the rows of its filter in its order, with the columns that are shown. Amounts
 * without their currency would mean nothing, so the currency goes along even where its column is hidden.
 */
export function useGridExport() {
  const { t } = useWords();
  const order = useListExport();
  const run = <Row, Open extends OpenListing>(
    open: Open,
    format: ExportFormat,
    shown: readonly Column<Row>[],
    source: Source<Row, Open>,
  ) => {
    const currency = source.columns.find((column) => column.id === 'currency');
    const written = currency && !shown.includes(currency) ? [...shown, currency] : shown;
    if (source.from !== 'page') {
      const columns = written.map((column) => ({
        id: column.id,
        heading: column.header,
        words: Object.fromEntries((choicesOf(column) ?? []).map(({ value, label }) => [value, label])),
      }));
      order.mutate({ command: source.from, suggested: source.name, format, handle: open.handle, columns });
      return;
    }
    const rows = async () => {
      const all: Row[] = [];
      while (all.length < open.count) {
        const block = await source.listing.page(open.handle, all.length, BLOCK);
        if (block.length === 0) break;
        all.push(...block);
      }
      return all.map((row) => written.map((column) => cellForFile(column, row)));
    };
    const headings = written.map((column) => column.header);
    order.mutate({ command: 'lists.write', suggested: source.name, format, headings, rows });
  };
  return {
    run,
    error: order.error,
    done: order.data ? t('kit.exported', { count: order.data.rows, path: order.data.path }) : null,
  };
}
