import type { SourceFile } from '../../architecture/source-tree';
import { type Constant, constantsOf } from './constants';
import { markdownTable } from './marks';
import { fillPlaceholders } from './placeholders';
import { type CacheRow, caches, countersWithLru } from './tables/caches';

const heads = ['what', 'where', 'key', 'lifetime', 'bound', 'invalidated by', 'without it', 'code'];

function cellsOf(row: CacheRow, constants: readonly Constant[]): string[] {
  const filled = (text: string) => fillPlaceholders(text, row.file, constants);
  return [
    row.what,
    row.where,
    row.key,
    filled(row.lifetime),
    filled(row.bound),
    filled(row.invalidatedBy),
    row.withoutIt,
    `\`${row.file}\``,
  ];
}

/** The table of all caches in `docs/limits.md`. */
export function cachesTable(files: readonly SourceFile[]): string {
  const constants = constantsOf(files.filter(({ path }) => path.endsWith('.ts')));
  return markdownTable(
    heads,
    caches.map((row) => cellsOf(row, constants)),
  );
}

const service = /^(gateway|platform|subgraphs)\/.*(?<!\.test)\.ts$/;

/** Files that make an `LRUCache` and have no row. */
export function cachesWithoutRow(files: readonly SourceFile[]): string[] {
  const listed = new Set([...caches.map(({ file }) => file), ...countersWithLru]);
  return files
    .filter(({ path, text }) => service.test(path) && text.includes('new LRUCache'))
    .map(({ path }) => path)
    .filter((path) => !listed.has(path));
}
