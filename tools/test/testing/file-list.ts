import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Group {
  readonly why: string;
  readonly files: readonly string[];
}

/** The files and folders of a list in `tools/test/`. */
export function entriesOf(list: string): string[] {
  const text = readFileSync(path.join(__dirname, '..', list), 'utf8');
  return (JSON.parse(text) as Group[]).flatMap(({ files }) => files);
}
