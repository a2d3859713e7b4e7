import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { processesWhere } from '../../platform/process/listening-processes';
import { waitUntil } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { redisAvailable } from '../../platform/testing/redis';
import { faultDrillNames } from './drills';
import { isDrillMet, reportText } from './report';

/** The deadline of one drill on a busy machine. */
const drillDeadlineMs = 900_000;
/** It runs more than a hundred commands. */
const operatorDeadlineMs = 1_800_000;
const skipped = 3;

function drill(name: string, timeout: number): Promise<{ code: number; out: string; err: string }> {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  const options = { cwd: repositoryRoot, timeout };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, 'drill', name, '--json'], options, (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, out, err });
    });
  });
}

test.each([
  ['backup-disk', drillDeadlineMs],
  ['shard', drillDeadlineMs],
  ['operator', operatorDeadlineMs],
])('%s meets its figures', { timeout: operatorDeadlineMs + 30_000 }, async (name, deadlineMs) => {
  const { code, out, err } = await drill(name, deadlineMs);
  if (code === skipped) return expect(JSON.parse(out)).toHaveProperty('skipped');
  const report = JSON.parse(out);
  expect(isDrillMet(report), err + reportText(report)).toBe(true);
});

describe.skipIf(!redisAvailable)('the drill', () => {
  test.each(faultDrillNames)(
    '%s meets its figures',
    async (name) => {
      const { code, out, err } = await drill(name, drillDeadlineMs);
      if (code === skipped) return expect(JSON.parse(out)).toHaveProperty('skipped');
      expect(code, err + out).not.toBe(-1);
      const report = JSON.parse(out);
      expect(isDrillMet(report), reportText(report)).toBe(true);
      // A shop in which nobody bought anything would lose nothing either.
      expect(report.acknowledged).toBeGreaterThan(50);
    },
    drillDeadlineMs + 30_000,
  );
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
