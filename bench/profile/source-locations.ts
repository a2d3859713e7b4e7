import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapping } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { CallFrame } from './cpu-profile';

const maps = new Map<string, SourceMap | null>();

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file);
  if (known !== undefined) return known;
  const name = `${file}.map`;
  const map = existsSync(name) ? new SourceMap(JSON.parse(readFileSync(name, 'utf8'))) : null;
  maps.set(file, map);
  return map;
}

const relative = (file: string): string => path.relative(repositoryRoot, file);

/** File and line of a function in the sources, if there is a source map. */
export function sourceLocationOf({ url, lineNumber, columnNumber }: CallFrame): string {
  if (!url.startsWith('file:')) return url === '' ? '' : `${url}:${lineNumber + 1}`;
  const file = fileURLToPath(url);
  const found = file.includes('/node_modules/')
    ? undefined
    : mapOf(file)?.findEntry(lineNumber, columnNumber);
  // The position is empty if the map has no entry for it.
  const { originalSource, originalLine } = (found ?? {}) as Partial<SourceMapping>;
  if (originalSource !== undefined && originalLine !== undefined) {
    return `${relative(path.resolve(path.dirname(file), originalSource))}:${originalLine + 1}`;
  }
  return `${relative(file)}:${lineNumber + 1}`;
}
