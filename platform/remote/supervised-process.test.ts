import { writeFileSync } from 'node:fs';
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
