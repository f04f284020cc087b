import type { TFunction } from 'i18next';
import { formatDay } from '../../kit/format/day';
import type { LetterSkip, SkipReason } from './types';

/** Why a customer got no letter; of a stop also its own reason and its last day. */
export function skipWords({ reason, stop }: LetterSkip, t: TFunction, locale: string): string {
  return reasonWords(reason, stop, t, locale);
}

export function reasonWords(code: SkipReason, stop: LetterSkip['stop'], t: TFunction, locale: string): string {
  const reason = t(`letters.skip.${code}`);
  return stop ? t('stops.skipped', { reason, why: stop.reason, day: formatDay(stop.until_on, locale) }) : reason;
}
