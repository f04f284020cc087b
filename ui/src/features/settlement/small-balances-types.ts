import type { Listing, OpenListing } from '../../data/listing';
import type { RequestOf, ResponseOf } from '../../wire/commands';

export type Terms = ResponseOf<'settlement.small_balance_terms'>;
export type Threshold = Terms['thresholds'][number];
export type Row = ResponseOf<'settlement.small_balances_page'>['rows'][number];
export type OpenList = ResponseOf<'settlement.small_balances'> & OpenListing;
export type List = Listing<Row, OpenList>;
export type Asked = Omit<RequestOf<'settlement.small_balances_post'>, 'note'>;
export type Total = ResponseOf<'settlement.small_balances_sum'>['totals'][number];
export type Count = ResponseOf<'settlement.small_balances_sum'>['counts'][number];
export type PostedRun = ResponseOf<'settlement.small_balances_post'>;
export type Run = ResponseOf<'settlement.small_balance_runs'>['runs'][number];
export type Item = ResponseOf<'settlement.small_balance_items_page'>['rows'][number];
