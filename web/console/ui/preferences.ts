import { useSyncExternalStore } from 'react';
import { Shared } from '../api/listeners';
import type { LanguageCode } from '../texts/language-code';

export type Theme = 'system' | 'light' | 'dark';

interface Preferences {
  readonly theme: Theme;
  readonly language: LanguageCode;
  /** Whether keys are shortcuts without Ctrl, which who dictates presses by mistake (WCAG 2.1.4). */
  readonly hasKeys: boolean;
}

const themeKey = 'console.theme';
const languageKey = 'console.language';
const keysKey = 'console.keys';

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
    hasKeys: localStorage.getItem(keysKey) !== 'off',
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
  localStorage.setItem(keysKey, changed.hasKeys ? 'on' : 'off');
  applyTheme(changed);
  preferences.set(changed);
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(preferences.subscribe, preferences.get);

/** Whether keys are shortcuts without Ctrl. */
export const areKeysShortcuts = (): boolean => preferences.get().hasKeys;

/** The preferred language, for code outside of components, such as the first render. */
export const preferredLanguage = (): LanguageCode => preferences.get().language;
