import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { load } from './testing/load';

const { runAndRepeat } = load('run-and-repeat.mjs');
const { runVitest } = load('run-vitest.mjs');
const { summaryOf } = load('outcome.mjs');

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
};

test('Vitest runs what failed again, except what must never', { timeout: deadlineMs }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'run-and-repeat-'));
  try {
    for (const [name, text] of Object.entries(project))
      writeFileSync(path.join(folder, name), text);
    const judged = await runAndRepeat({
      run: (args) => runVitest({ args: ['run', ...args], deadlineMs, folder, output: 'ignore' }),
      filters: [],
      neverAgain: ['stock.test.mjs'],
      folder,
    });
    expect(judged.errors).toEqual([]);
    expect(judged.unstable.map(({ file }) => file)).toEqual(['unstable.test.mjs']);
    expect(summaryOf(judged).at(-1)).toBe('1 passed, 1 failed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
