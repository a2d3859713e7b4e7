const nameCharactersMax = 64;
const textCharactersMax = 2_000;

/** Names are the client's own words, at the length that a log needs to tell them apart. */
export function loggedName(name: string | null | undefined): string | null {
  return name?.slice(0, nameCharactersMax) ?? null;
}

/** Aliases in a path are the client's own words, too. */
export function loggedPath(
  path: readonly (string | number)[] | undefined,
): (string | number | null)[] | undefined {
  return path?.map((step) => (typeof step === 'string' ? loggedName(step) : step));
}

/** Messages, and the stacks that begin with them, may quote what the client sent. */
export function loggedText(text: string | undefined): string | undefined {
  return text?.slice(0, textCharactersMax);
}
