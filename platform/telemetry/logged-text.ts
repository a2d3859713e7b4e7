import { maskCardNumbers } from '../values/card-number';

const nameCharactersMax = 64;
const textCharactersMax = 2_000;
/** The longest card number, with its spaces: one that is cut off at the end is masked, too. */
const cardCharactersMax = 80;

/**
 * Names come from the client: this length is enough to tell them apart in a log, and a card number
 * is masked.
 */
export function loggedName(name: string | null | undefined): string | null {
  return name == null ? null : maskCardNumbers(name).slice(0, nameCharactersMax);
}

/** Aliases in a path come from the client too. */
export function loggedPath(
  path: readonly (string | number)[] | undefined,
): (string | number | null)[] | undefined {
  return path?.map((step) => (typeof step === 'string' ? loggedName(step) : step));
}

/** Messages and stacks may quote what the client sent. */
export function loggedText(text: string | undefined): string | undefined {
  const read = text?.slice(0, textCharactersMax + cardCharactersMax);
  return read === undefined ? undefined : maskCardNumbers(read).slice(0, textCharactersMax);
}
