import { useWords } from '../i18n';

/** The envelopes that papers know, in the order in which they are offered. */
export const ENVELOPES = [
  'din_5008_b',
  'din_5008_a',
  'swiss_right',
  'swiss_left',
  'uk_dl',
  'french_right',
  'us_10',
] as const;

/** The envelopes under their names. */
export function useEnvelopes(): { value: string; label: string }[] {
  const { t } = useWords();
  return ENVELOPES.map((value) => ({ value, label: t(`kit.envelope.${value}`) }));
}
