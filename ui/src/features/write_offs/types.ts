import type { RequestOf, ResponseOf } from '../../wire/commands';

export type WriteOff = ResponseOf<'write_offs.show'>;
export type Row = ResponseOf<'write_offs.page'>['rows'][number];
export type Open = ResponseOf<'write_offs.list'>;
export type Status = WriteOff['status'];
export type Parameters = RequestOf<'write_offs.parameters_save'>;

export const STATUSES: readonly Status[] = ['draft', 'approved', 'posted', 'rejected', 'undone'];

export const TONE: Record<Status, 'plain' | 'good' | 'bad' | 'accent'> = {
  draft: 'accent',
  approved: 'accent',
  posted: 'good',
  rejected: 'bad',
  undone: 'plain',
};

export const SIGN: Record<Status, string> = { draft: '?', approved: '…', posted: '✓', rejected: '✕', undone: '↶' };
