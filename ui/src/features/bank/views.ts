import type { ListingQuery } from '../../data/listing';
import type { LineState } from './types';

/** The oldest line first: it has waited longest. */
export const BANK_START: ListingQuery = {
  sort: { column: 'booking_on', order: 'ascending' },
  filters: [],
  search: '',
};

export const BANK_VIEWS = ['open', 'returned', 'posted', 'set_aside', 'rest'] as const;
export type BankView = (typeof BANK_VIEWS)[number];

/** The states that a view shows. */
export function statesOf(view: BankView): readonly LineState[] {
  return view === 'rest' ? ['batch', 'not_booked'] : [view];
}
