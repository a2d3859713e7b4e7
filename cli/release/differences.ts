/** A value that differs between the answers of the two versions. */
export interface Difference {
  /** Field names, and positions in lists: `products.nodes.0.price.amount`. */
  readonly path: string;
  /** The value as JSON; `nothing` where a version has no such field. */
  readonly before: string;
  readonly after: string;
}

const nothing = 'nothing';

/** Every value of an answer by its path. */
function valuesOf(answer: unknown, path: string, into = new Map<string, string>()) {
  const entries = answer !== null && typeof answer === 'object' ? Object.entries(answer) : [];
  for (const [name, value] of entries)
    valuesOf(value, path === '' ? name : `${path}.${name}`, into);
  if (entries.length === 0) into.set(path, JSON.stringify(answer));
  return into;
}

/** Two answers of the previous version, around the one of the new version. */
interface Answers {
  readonly before: unknown;
  readonly after: unknown;
  readonly beforeAgain: unknown;
}

/**
 * @returns what differs, without values that changed between the answers of the previous version.
 */
export function differencesIn({ before, after, beforeAgain }: Answers): Difference[] {
  const [first, other, second] = [before, after, beforeAgain].map((one) => valuesOf(one, ''));
  const paths = new Set([...(first?.keys() ?? []), ...(other?.keys() ?? [])]);
  return [...paths].flatMap((path) => {
    const expected = first?.get(path) ?? nothing;
    const answered = other?.get(path) ?? nothing;
    const isStable = expected === (second?.get(path) ?? nothing);
    return isStable && expected !== answered ? [{ path, before: expected, after: answered }] : [];
  });
}

const withoutPositions = (path: string): string =>
  path
    .split('.')
    .filter((name) => !/^\d+$/.test(name))
    .join('.');

/** The paths of a file of deliberate differences: one a line, without positions in lists. */
export function pathsIn(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return lines.filter((line) => line !== '').map(withoutPositions);
}

/** @returns whether the difference is at one of the paths, or below. */
export function isExpected({ path }: Difference, expected: readonly string[]): boolean {
  const found = withoutPositions(path);
  return expected.some((one) => found === one || found.startsWith(`${one}.`));
}

export const sentenceOf = ({ path, before, after }: Difference): string =>
  `${path}: ${before} became ${after}`;
