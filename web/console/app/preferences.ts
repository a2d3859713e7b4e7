import { useSyncExternalStore } from 'react';
import { Shared } from '../api/listeners';
import type { LanguageCode } from '../texts/language-code';

export type Theme = 'system' | 'light' | 'dark';

interface Preferences {
  readonly theme: Theme;
  readonly language: LanguageCode;
}

const themeKey = 'console.theme';
const languageKey = 'console.language';

const isTheme = (text: string | null): text is Theme =>
  text === 'system' || text === 'light' || text === 'dark';

const isLanguage = (text: string | null): text is LanguageCode => text === 'en' || text === 'de';

function stored(): Preferences {
  const theme = localStorage.getItem(themeKey);
  const language = localStorage.getItem(languageKey);
  const ofBrowser = navigator.language.startsWith('de') ? 'de' : 'en';
  return {
    theme: isTheme(theme) ? theme : 'system',
    language: isLanguage(language) ? language : ofBrowser,
  };
}

const preferences = new Shared(stored());

function applyTheme({ theme }: Preferences): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

applyTheme(preferences.get());

/** Stored in this browser; the theme is visible at once. */
export function setPreference(change: Partial<Preferences>): void {
  const changed = { ...preferences.get(), ...change };
  localStorage.setItem(themeKey, changed.theme);
  localStorage.setItem(languageKey, changed.language);
  applyTheme(changed);
  preferences.set(changed);
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(preferences.subscribe, preferences.get);

/** The preferred language, for code outside of components, such as the first render. */
export const preferredLanguage = (): LanguageCode => preferences.get().language;
