import type { TFunction } from 'i18next';
import { formatDay } from '../../kit/format/day';
import type { LetterSkip } from './types';

/** Why a customer got no letter; of a stop also its own reason and its last day. */
export function skipWords(skip: LetterSkip, t: TFunction, locale: string): string {
  const reason = t(`letters.skip.${skip.reason}`);
  if (!skip.stop) return reason;
  return t('stops.skipped', { reason, why: skip.stop.reason, day: formatDay(skip.stop.until_on, locale) });
}
