import { useSyncExternalStore } from 'react';
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

let preferences = stored();
const listeners = new Set<() => void>();

function applyTheme(): void {
  if (preferences.theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = preferences.theme;
}

applyTheme();

/** Stored in this browser; the theme is visible at once. */
export function setPreference(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  localStorage.setItem(themeKey, preferences.theme);
  localStorage.setItem(languageKey, preferences.language);
  applyTheme();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => preferences);

/** The preferred language, for code outside of components, such as the first render. */
export const preferredLanguage = (): LanguageCode => preferences.language;
