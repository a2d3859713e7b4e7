import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the repository: its path from the root, with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const foldersLeftOut = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'generated']);
const endingsRead = ['.ts', '.mts', '.tsx', '.mjs', '.js'];

export const isCode = (path: string): boolean =>
  endingsRead.some((ending) => path.endsWith(ending));

export const isTest = (path: string): boolean => path.endsWith('.test.ts');

/** Whether code runs in tests only, or drives the system from outside (tests and benchmarks). */
export const isTestingCode = (path: string): boolean =>
  isTest(path) || /^(e2e|bench)\/|(^|\/)testing\//.test(path);

const hiddenFoldersRead = new Set(['.changeset', '.ci']);

const isLeftOut = (folder: string): boolean =>
  foldersLeftOut.has(folder) || (folder.startsWith('.') && !hiddenFoldersRead.has(folder));

function* pathsBelow(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !isLeftOut(entry.name)) yield* pathsBelow(root, path);
  }
}

const isRead = (path: string): boolean =>
  isCode(path) || path.endsWith('.md') || path.endsWith('.graphql');

/** Every file below `root`, sorted by path. Only code, documents and schemas have their text. */
export function readTree(root: string): SourceFile[] {
  return [...pathsBelow(root, '')]
    .sort()
    .map((path) => ({ path, text: isRead(path) ? readFileSync(join(root, path), 'utf8') : '' }));
}

/** Files from a table of paths and texts, for fixtures. */
export function treeOf(texts: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}
