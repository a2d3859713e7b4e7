export const attributesFile = '.gitattributes';

const begin = '# Emitted by `npm run generate`, which writes this list; shown folded in reviews.\n';

/**
 * The attributes with a line for each generated file.
 * @throws Error if they have no place for the list.
 */
export function gitAttributes(attributes: string, generated: Iterable<string>): string {
  const end = attributes.indexOf(begin);
  if (end < 0) throw new Error(`${attributesFile} has no line "${begin.trim()}". Add it.`);
  const lines = [...generated].sort().map((name) => `${name} linguist-generated=true\n`);
  return attributes.slice(0, end) + begin + lines.join('');
}
