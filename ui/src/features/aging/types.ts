import type { ResponseOf } from '../../wire/commands';

export type AgingListing = ResponseOf<'aging.list'>;
export type AgingRow = ResponseOf<'aging.page'>['rows'][number];
export type Period = AgingListing['periods'][number];
export type AgingRun = ResponseOf<'aging.runs'>['runs'][number];
export type AgeBy = AgingRun['by'];

export const AGE_BY: readonly AgeBy[] = ['due', 'document', 'transaction'];
