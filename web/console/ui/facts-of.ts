type Fact = readonly [name: string, value: string];

const maxDepth = 3;

/** The words of a name such as `overlapSeconds` or `wrong_code`. */
const wordsOf = (name: string): string =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .replaceAll('_', ' ')
    .toLowerCase();

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function textOf(value: unknown): string {
  if (value === null || value === '' || isEmptyList(value)) return '–';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const hasParts = value.some((each) => typeof each === 'object' && each !== null);
    return value.map(textOf).join(hasParts ? '; ' : ', ');
  }
  return Object.entries(value)
    .map(([name, inner]) => `${wordsOf(name)} ${textOf(inner)}`)
    .join(', ');
}

function flattened(value: object, prefix: string, depth: number): Fact[] {
  return Object.entries(value).flatMap(([name, inner]): Fact[] => {
    const path = prefix === '' ? wordsOf(name) : `${prefix} ${wordsOf(name)}`;
    const isNested = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isNested && depth < maxDepth
      ? flattened(inner, path, depth + 1)
      : [[path, textOf(inner)]];
  });
}

/** The names and values of a JSON object; null for any other text. */
export function factsOf(text: string): readonly Fact[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return flattened(value, '', 1);
  } catch {
    return null;
  }
}
