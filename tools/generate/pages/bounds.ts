import { isTestingCode, type SourceFile } from '../../architecture/source-tree';
import { type Constant, constantsOf } from './constants';
import { markdownTable } from './marks';

/** Whether a file is not part of the product. */
const isWorkshop = (path: string): boolean => /^(tools|contract|docs|examples)\//.test(path);

/** Names of what bounds something; other constants are listed where their comment says so. */
const boundName = /Max([A-Z]|$)|Deadline/;

const units: readonly (readonly [RegExp, string])[] = [
  [/PerMinute/, 'a minute'],
  [/PerDay/, 'a day'],
  [/Bytes/, 'bytes'],
  [/Characters/, 'characters'],
  [/Ms([A-Z]|$)/, 'ms'],
  [/Seconds/, 's'],
  [/Minutes/, 'minutes'],
  [/Hours/, 'hours'],
  [/Days/, 'days'],
  [/Minor/, 'minor units'],
  [/Percent/, '%'],
];

/** The unit that a name ends in; empty for a count. */
export const unitOf = (name: string): string =>
  units.find(([pattern]) => pattern.test(name))?.[1] ?? '';

/** The value with commas, as `10,000 ms`; one of something is `1 hour`. */
export function shownValue(value: number | bigint, name: string): string {
  const plural = unitOf(name);
  const unit = Number(value) === 1 ? plural.replace(/(?<=\w\w)s$/, '') : plural;
  return `${value.toLocaleString('en-US')} ${unit}`.trimEnd();
}

/** Constants of the product that bound something: exported and named so, or with `@exceeded`. */
export function boundsOf(files: readonly SourceFile[]): Constant[] {
  const product = files.filter(
    ({ path }) => path.endsWith('.ts') && !isTestingCode(path) && !isWorkshop(path),
  );
  return constantsOf(product).filter(
    ({ name, isExported, tags }) =>
      tags.exceeded !== undefined || (isExported && boundName.test(name)),
  );
}

/** Bounds whose comment does not say what they bound, or what happens past them. */
export const boundFaults = (bounds: readonly Constant[]): string[] =>
  bounds
    .filter(({ comment, tags }) => comment === '' || !tags.exceeded)
    .map(
      ({ path, name }) => `${path}: ${name} needs a comment with @exceeded: what happens past it`,
    );

const testCell = (test: string | undefined): string => (test ? `\`${test}\`` : '');

/** One table for each folder at the top. */
export function boundTables(bounds: readonly Constant[]): string {
  const byFolder = Map.groupBy(bounds, ({ path }) => path.split('/')[0] ?? '');
  const tables = [...byFolder].map(([folder, rows]) => {
    const cells = rows.map(({ comment, value, name, path, tags }) => [
      comment,
      shownValue(value, name),
      tags.exceeded ?? '',
      `\`${name}\`, \`${path}\``,
      testCell(tags.test),
    ]);
    const heads = ['what it bounds', 'value', 'past it', 'where', 'test'];
    return `## ${folder}/\n\n${markdownTable(heads, cells)}`;
  });
  return tables.join('\n\n');
}
