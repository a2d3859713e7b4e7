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
    ...(listPattern.test(list) ? [] : [{ path: ['list'], message }]),
    ...textProblems(['name'], name, nameRule),
    ...textProblems(['query'], query, queryRule),
  ];
}
