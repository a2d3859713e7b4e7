const begin = (name: string): string => `<!-- begin ${name}: written by npm run generate -->`;
const end = (name: string): string => `<!-- end ${name} -->`;

/**
 * The page with `text` between the marks called `name`.
 * @throws Error if the page does not have these marks.
 */
export function replaceMarked(page: string, name: string, text: string): string {
  const from = page.indexOf(begin(name));
  const to = page.indexOf(end(name));
  if (from < 0 || to < from) {
    throw new Error(`A page has no place for "${name}". Add ${begin(name)} and ${end(name)}.`);
  }
  return `${page.slice(0, from)}${begin(name)}\n${text.trim()}\n${page.slice(to)}`;
}

/** Whether only parts of a page are generated, and the rest is written by hand. */
export const hasMarks = (page: string): boolean =>
  page.split('\n').some((line) => /^<!-- (begin|drawn from) /.test(line));

/** A Markdown table; `|` and line breaks in cells are escaped. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
