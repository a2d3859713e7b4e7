import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { summaryOf } from './outcome.mjs';
import { runAndRepeat } from './run-and-repeat.mjs';
import { runVitest } from './run-vitest.mjs';
import type { Suite } from './testing/suite';

const deadlineMs = 120_000;

/** A test that fails until a file beside it exists, which it writes. */
const failsOnce = (name: string) => `
  import { existsSync, writeFileSync } from 'node:fs';
  test('is late once', () => {
    const wasHere = existsSync('${name}.here');
    writeFileSync('${name}.here', '');
    expect(wasHere).toBe(true);
  });
`;

const project = {
  'vitest.config.mjs': 'export default { test: { globals: true } };',
  'unstable.test.mjs': failsOnce('unstable'),
  'stock.test.mjs': failsOnce('stock'),
  'hook.test.mjs': `
    describe('a shop', () => {
      beforeAll(() => Promise.reject(new Error('no shop')));
      test('sells', () => undefined);
    });
  `,
};

test('Vitest runs what failed again, except what must never', { timeout: deadlineMs }, async () => {
  const folder = folderForTest();
  for (const [name, text] of Object.entries(project)) writeFileSync(path.join(folder, name), text);
  const run = (...args: string[]) =>
    runVitest({ args: ['run', ...args], deadlineMs, folder, output: 'ignore' });
  const logged: string[] = [];
  const judged = await runAndRepeat({
    runAll: run,
    runAlone: (file: string) => run(path.join(folder, file)),
    neverAgain: ['stock.test.mjs'],
    log: (line: string) => logged.push(line),
  });
  expect(judged.errors).toEqual([]);
  expect(logged.sort()).toEqual([
    'hook.test.mjs failed, and runs again alone.',
    'unstable.test.mjs failed, and runs again alone.',
  ]);
  expect(judged.unstable.map(({ file }: Suite) => file)).toEqual(['unstable.test.mjs']);
  const ofHook = judged.suites.find(({ file }: Suite) => file === 'hook.test.mjs');
  expect(ofHook).toMatchObject({ hasFailed: true, message: 'Error: no shop' });
  expect(summaryOf(judged).at(-1)).toBe('1 passed, 2 failed, 1 skipped');
});
