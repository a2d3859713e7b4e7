import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../../platform/process/repository-root';

interface Group {
  readonly why: string;
  readonly files: readonly string[];
}

/** The files and folders of a list beside `vitest.config.mts`. */
export function entriesOf(list: string): string[] {
  const text = readFileSync(path.join(repositoryRoot, list), 'utf8');
  return (JSON.parse(text) as Group[]).flatMap(({ files }) => files);
}
