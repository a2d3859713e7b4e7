const nameCharactersMax = 64;
const textCharactersMax = 2_000;

/** Names come from the client; this length is enough to tell them apart in a log. */
export function loggedName(name: string | null | undefined): string | null {
  return name?.slice(0, nameCharactersMax) ?? null;
}

/** Aliases in a path come from the client too. */
export function loggedPath(
  path: readonly (string | number)[] | undefined,
): (string | number | null)[] | undefined {
  return path?.map((step) => (typeof step === 'string' ? loggedName(step) : step));
}

/** Messages and stacks may quote what the client sent. */
export function loggedText(text: string | undefined): string | undefined {
  return text?.slice(0, textCharactersMax);
}
