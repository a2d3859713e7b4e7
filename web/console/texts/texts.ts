import { createContext, useContext } from 'react';
import { en, type Texts } from './en';
import { type Formats, formatsOf } from './formats';
import type { LanguageCode } from './language-code';

export interface Language {
  readonly code: LanguageCode;
  readonly texts: Texts;
  readonly formats: Formats;
}

/** Dates and numbers follow the viewer's region, in the language of the page. */
const localeOf = (code: LanguageCode, standard: string): string =>
  navigator.languages.find((locale) => locale.startsWith(`${code}-`)) ?? standard;

const english: Language = { code: 'en', texts: en, formats: formatsOf(localeOf('en', 'en-GB')) };

/** English is part of the page; other languages are read when they are chosen. */
export async function languageOf(code: LanguageCode): Promise<Language> {
  if (code === 'en') return english;
  const { de } = await import('./de');
  return { code, texts: de, formats: formatsOf(localeOf('de', 'de-DE')) };
}

export const LanguageContext = createContext<Language>(english);

export const useTexts = (): Texts => useContext(LanguageContext).texts;
export const useFormats = (): Formats => useContext(LanguageContext).formats;
