import { type Chosen, isChosen, type Listing, type OpenListing, type RowId } from '../../data/listing';
import { type Column, cellForSpreadsheet } from './columns';

const BLOCK = 1000;

/** More rows than this belong in an export, not in the clipboard. */
export const COPY_LIMIT = 20_000;

/** Rows as tab-separated cells with a heading, which spreadsheets take as cells. */
export function toCells<Row>(columns: readonly Column<Row>[], rows: readonly Row[], locale: string): string {
  const heading = columns.map((column) => column.header).join('\t');
  const lines = rows.map((row) => columns.map((column) => cellForSpreadsheet(column, row, locale)).join('\t'));
  return [heading, ...lines].join('\n');
}

/** Fetches the chosen rows in the order of the list, also those that were never scrolled to. */
export async function chosenRows<Row>(
  listing: Listing<Row>,
  open: OpenListing,
  chosen: Chosen,
  idOf: (row: Row) => RowId,
  limit: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let offset = 0; offset < open.count; offset += BLOCK) {
    const block = await listing.page(open.handle, offset, BLOCK);
    rows.push(...block.filter((row) => isChosen(chosen, idOf(row))));
    const complete = chosen.mode === 'some' && rows.length === chosen.ids.length;
    if (complete || rows.length >= limit || block.length === 0) break;
  }
  return rows.slice(0, limit);
}
