import type { ListingTotals } from '../../data/listing';

/** A row of the grid: one of the list, or a totals line. */
export type GridRow<Row> = { row: Row } | { totals: ListingTotals };

export function isTotals<Row>(data: GridRow<Row> | undefined): data is { totals: ListingTotals } {
  return data !== undefined && 'totals' in data;
}
