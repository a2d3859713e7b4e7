import { expect } from 'vitest';
import { testFiles } from '../list-files.mjs';
import { covers } from '../outcome.mjs';
import { runVitest } from '../run-vitest.mjs';
import { entriesOf } from './file-list';
import type { Suite } from './suite';

const failuresIn = ({ file, message, tests }: Suite): string[] => [
  ...(message === '' ? [] : [`${file}: ${message}`]),
  ...tests.filter(({ status }) => status === 'failed').map(({ name }) => `${file}: ${name}`),
];

interface TestFile {
  readonly file: string;
  readonly project: string;
}

/** The suites of some folders, without those that a list leaves out. */
export function suitesBelow(folders: readonly string[], list: string): TestFile[] {
  const leftOut = entriesOf(list);
  const found: TestFile[] = testFiles(folders);
  return found.filter(({ file }) => !leftOut.some((entry) => covers(entry, file)));
}

interface Run {
  readonly files: readonly string[];
  readonly environment: Record<string, string>;
  readonly deadlineMs: number;
}

/** Runs suites, and expects that every one passes. */
export async function expectPassing({ files, environment, deadlineMs }: Run): Promise<void> {
  expect(files.length).toBeGreaterThan(0);
  const { suites, errors } = await runVitest({ args: ['run', ...files], environment, deadlineMs });
  expect([...errors, ...suites.flatMap(failuresIn)]).toEqual([]);
  expect(suites).toHaveLength(files.length);
}
