import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import type { ReadyReport } from './process-settings';
import { startSupervised } from './supervised-process';

const folder = folderForFile();

test('a supervisor learns the admin port and the facts that a process reports', async () => {
  const entry = join(folder, 'reporter.cjs');
  writeFileSync(
    entry,
    `process.on('message', ({ settings }) =>
      process.send({ ready: true, adminPort: 4001, facts: { isNew: settings.isNew } }));`,
  );
  const reports: ReadyReport[] = [];
  const { stop } = await startSupervised({
    name: 'reporter',
    entry,
    settings: () => ({ isNew: false }),
    compileCache: join(folder, 'cache'),
    onReady: (report) => reports.push(report),
    logger,
    onLost: () => undefined,
  });
  onTestFinished(stop);
  expect(reports).toMatchObject([{ adminPort: 4001, facts: { isNew: false } }]);
});

test('a process still gets settings after one that was to replace it did not start', async () => {
  const entry = join(folder, 'replaced.cjs');
  const heard = join(folder, 'heard');
  const broken = join(folder, 'broken');
  writeFileSync(
    entry,
    `const { appendFileSync, existsSync } = require('node:fs');
    if (existsSync(${JSON.stringify(broken)})) process.exit(1);
    process.on('message', ({ settings }) => {
      appendFileSync(${JSON.stringify(heard)}, process.pid + ' ' + settings.n + '\\n');
      process.send({ ready: true, adminPort: 4001 });
    });`,
  );
  let n = 1;
  const supervised = await startSupervised({
    name: 'replaced',
    entry,
    settings: () => ({ n }),
    compileCache: join(folder, 'cache'),
    logger,
    onLost: () => undefined,
  });
  onTestFinished(() => supervised.stop());
  const { pid } = supervised;
  writeFileSync(broken, '');
  await expect(supervised.replace()).rejects.toThrow('It ended while it was starting');
  n = 2;
  supervised.send({ settings: { n } });
  const lines = () => readFileSync(heard, 'utf8').trim().split('\n');
  await expect.poll(lines, { timeout: 30_000 }).toEqual([`${pid} 1`, `${pid} 2`]);
});
