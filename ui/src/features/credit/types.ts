import type { ResponseOf } from '../../wire/commands';

export type CreditFile = ResponseOf<'credit.get'>;
export type Attributes = CreditFile['attributes'];
export type Setup = ResponseOf<'credit.setup'>;
export type Reason = Setup['reasons'][number];
export type Group = Setup['groups'][number];
export type Status = Setup['statuses'][number];
export type Parameters = ResponseOf<'credit.parameters'>;
export type Policy = ResponseOf<'credit.policies'>['policies'][number];
export type CoverType = ResponseOf<'credit.policies'>['types'][number];
export type SharedGroup = ResponseOf<'credit.shared'>['groups'][number];
