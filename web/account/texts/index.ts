import { de } from './de';
import { en, type Texts } from './en';

const known: Readonly<Record<string, Texts>> = { en, de };

/** The first language of the browser that mails are written in, too. */
export const language =
  navigator.languages.map((tag) => tag.slice(0, 2)).find((code) => code in known) ?? 'en';

export const texts = known[language] ?? en;
