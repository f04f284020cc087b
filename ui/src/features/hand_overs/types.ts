import type { ResponseOf } from '../../wire/commands';

export type HandOver = ResponseOf<'hand_overs.list'>['hand_overs'][number];
export type Status = 'prepared' | 'sent' | 'recalled' | 'closed';

export const TONE: Record<Status, 'plain' | 'good' | 'bad' | 'accent'> = {
  prepared: 'accent',
  sent: 'bad',
  recalled: 'plain',
  closed: 'good',
};
export const SIGN: Record<Status, string> = { prepared: '○', sent: '▸', recalled: '↻', closed: '✓' };
