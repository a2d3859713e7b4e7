/** The languages that the console has texts in. */
export type LanguageCode = 'en' | 'de';
