import { expect } from 'vitest';
import { entriesOf } from './file-list';
import { load, type Suite } from './load';

const { testFiles } = load('list-files.mjs');
const { covers } = load('outcome.mjs');
const { runVitest } = load('run-vitest.mjs');

const failuresIn = ({ file, message, tests }: Suite): string[] => [
  ...(message === '' ? [] : [`${file}: ${message}`]),
  ...tests.filter(({ status }) => status === 'failed').map(({ name }) => `${file}: ${name}`),
];

/** The suites of some folders, without those that a list leaves out. */
export function suitesBelow(folders: readonly string[], list: string) {
  const leftOut = entriesOf(list);
  return testFiles(folders).filter(({ file }) => !leftOut.some((entry) => covers(entry, file)));
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
