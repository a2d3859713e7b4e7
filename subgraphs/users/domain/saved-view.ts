import { type TextRule, textProblems } from '../../../platform/values/text';

/**
 * Saved views of an account.
 * @exceeded VALIDATION
 * @test subgraphs/users/operations/save-view.test.ts
 */
export const savedViewsMax = 100;

export interface SavedViewFields {
  readonly list: string;
  readonly name: string;
  readonly query: string;
}

const nameRule: TextRule = { charactersMax: 80 };
const queryRule: TextRule = { charactersMax: 4_000, isOptional: true, isUrl: true };
const listPattern = /^[a-z][a-z0-9-]{0,63}$/;

/** Whether a view can have this list. PostgreSQL rejects some other texts, such as a zero byte. */
export const isListName = (text: string): boolean => listPattern.test(text);

/** Trimmed; names are compared without regard to case. */
export const savedViewFields = ({ list, name, query }: SavedViewFields): SavedViewFields => ({
  list,
  name: name.trim(),
  query,
});

/** The reasons not to save the view. */
export function savedViewProblems({ list, name, query }: SavedViewFields) {
  const message = 'Takes 1 to 64 lower-case letters, digits and hyphens, a letter first.';
  return [
    ...(isListName(list) ? [] : [{ path: ['list'], message }]),
    ...textProblems(['name'], name, nameRule),
    ...textProblems(['query'], query, queryRule),
  ];
}

/** What separates an e-mail address from the rest of a query, for JavaScript and PostgreSQL. */
export const betweenEmails = /[\s=&?#/,;:()<>"']+/;

/**
 * The e-mail addresses in a query, which a client may have encoded as in a URL, in lower case. An
 * address may contain characters that also separate words, so each value of the form counts too.
 */
export function emailsInQuery(query: string): string[] {
  const words = query
    .toLowerCase()
    .replaceAll('%40', '@')
    .replaceAll('%2b', '+')
    .split(betweenEmails);
  const values = [...new URLSearchParams(query).values()].flatMap((value) => {
    const text = value.trim().toLowerCase();
    return [text, ...text.split(/\s+/), text.replaceAll(' ', '+')];
  });
  return [...new Set([...words, ...values].filter((word) => word.includes('@')))];
}
