import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { store, useStored } from '../data/stored';
import { transport } from '../wire';
import { de } from './de';
import { en, type Words } from './en';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: Words };
    returnNull: false;
  }
}

function preferred(): Language {
  const stored = localStorage.getItem('duebook.language');
  if (stored?.includes('de')) return 'de';
  if (stored?.includes('en')) return 'en';
  return navigator.language.startsWith('de') ? 'de' : 'en';
}

/** Loads both languages; nothing is fetched, so the first frame already has its words. */
export async function startWords(language: Language = preferred()): Promise<void> {
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'words',
    resources: { en: { words: en }, de: { words: de } },
    interpolation: { escapeValue: false },
    // A figure that a refusal does not have leaves no braces in its sentence.
    missingInterpolationHandler: () => '',
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
}

/** The region of the machine decides how its language writes numbers and days; Swiss and American forms differ. */
function localeOf(language: Language): string {
  const region = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return region ?? (language === 'de' ? 'de-DE' : 'en-GB');
}

/** The words of the window and the locale that numbers and days are written in. */
export function useWords() {
  const { t } = useTranslation();
  const [language] = useStored<Language>('language', preferred());
  return { t, language, locale: localeOf(language) };
}

export function useLanguageSwitch(): (language: Language) => void {
  return useCallback((language: Language) => {
    document.documentElement.lang = language;
    store('language', language);
    void i18next.changeLanguage(language);
    // The host speaks in its own dialogs; a host without any does not mind.
    transport()
      .rpc('window.language', { language })
      .catch(() => undefined);
  }, []);
}
