import type { RequestOf, ResponseOf } from '../../wire/commands';

export type CaseRow = ResponseOf<'cases.page'>['rows'][number];
export type CaseFile = ResponseOf<'cases.get'>;
export type CaseFields = RequestOf<'cases.open'>['case'];
export type Status = CaseRow['status'];

export const STATUSES: readonly Status[] = ['opened', 'in_process', 'waiting', 'closed'];
export const PRIORITIES = [1, 2, 3, 4, 5] as const;
