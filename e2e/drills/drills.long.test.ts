import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { processesWhere } from '../../platform/process/listening-processes';
import { waitUntil } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { drillDeadlineMs, reportedDrill } from './reported-drill';

/** It runs more than a hundred commands. */
const operatorDeadlineMs = 1_800_000;

test.each([
  ['backup-disk', drillDeadlineMs],
  ['shard', drillDeadlineMs],
  ['operator', operatorDeadlineMs],
])('%s meets its figures', { timeout: operatorDeadlineMs + 30_000 }, async (name, deadlineMs) => {
  await reportedDrill(name, deadlineMs);
});

describe.skipIf(findPgBackRest() === null)('a drill that ends early', () => {
  const startDeadlineMs = 180_000;

  /** The processes that have the folder in their environment. */
  const processesIn = (folder: string) =>
    processesWhere((variables) => Object.values(variables).some((text) => text.includes(folder)));

  test.each([
    ['is stopped', 'SIGTERM'],
    ['is stopped at a terminal', 'SIGINT'],
  ] as const)(
    'ends its processes and removes its folder if it %s',
    async (_how, signal) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'stopped-'));
      // PostgreSQL runs as another account.
      chmodSync(folder, 0o711);
      const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
      const child = spawn(process.execPath, [script, 'drill', 'restore'], {
        env: { ...process.env, TMPDIR: folder },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (text: Buffer) => {
        errors += text.toString();
      });
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const hasStarted = () =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) =>
          file.endsWith('postmaster.pid'),
        );
      expect(await waitUntil(hasStarted, startDeadlineMs)).toBe(true);
      child.kill(signal);
      expect(await ended).toBe(1);
      expect(errors).toContain('The drill was stopped, and what it had made is removed.');
      expect(readdirSync(folder)).toEqual([]);
      expect(processesIn(folder).filter(({ pid }) => pid !== process.pid)).toEqual([]);
      rmSync(folder, { recursive: true });
    },
    drillDeadlineMs,
  );
});
