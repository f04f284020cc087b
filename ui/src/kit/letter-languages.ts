import { useMemo } from 'react';
import { useAsk } from '../data/use-command';
import { useWords } from '../i18n';

/** The languages in which papers have their fixed words; a text in another one stands between English words. */
export const paperLanguages = ['cs', 'de', 'en', 'es', 'fr', 'it', 'nb', 'nl', 'pl', 'pt', 'sv'] as const;

/** The languages that letters can be written in: those for which a sequence has texts, under their names. */
export function useLetterLanguages(chosen: string | null): { value: string; label: string }[] {
  const { locale } = useWords();
  const { data } = useAsk('letters.sequences', {});
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'language' });
    const codes = new Set((data?.sequences ?? []).flatMap(({ texts }) => texts.map(({ language }) => language)));
    // What is stored stays visible, also where its texts are gone or have not arrived yet.
    if (chosen) codes.add(chosen);
    return [...codes]
      .map((value) => ({ value, label: names.of(value) ?? value }))
      .sort((a, b) => a.label.localeCompare(b.label, locale));
  }, [data, locale, chosen]);
}
