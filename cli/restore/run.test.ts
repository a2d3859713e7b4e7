import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { passwordName } from '../../config/process/open-backups';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { stagingOf, writeRestoreResult } from '../../platform/backup/restore-staging';
import { sealFiles } from '../../platform/backup/sealed-files';
import { openDataFolder } from '../../platform/process/data-folder';
import { createLifecycle } from '../../platform/process/lifecycle';
import { folderForTest } from '../../platform/testing/temporary-folder';
import type { RestoreOptions } from './options';
import { runRestore } from './run';

let dataFolder: string;
let backups: string;

beforeEach(() => {
  dataFolder = folderForTest();
  backups = path.join(dataFolder, 'backups');
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
  vi.stubEnv('ORDERPROCESSING_BACKUPS_FOLDER', backups);
  mkdirSync(path.join(backups, 'backup/orderprocessing'), { recursive: true });
});
afterEach(() => void vi.unstubAllEnvs());

const restored = (options: Partial<RestoreOptions> = { rehearse: true }) =>
  runRestore({ to: 'latest', ...options }, createLifecycle({ logger: () => null, signals: false }));

test.each([
  ['a restore', {}, 'There is no backup in'],
  ['a switch', { switch: true }, 'There is no shop here'],
  ['a return', { back: true }, 'There is no shop here'],
] as const)('%s in a folder without a shop creates nothing', async (_what, options, message) => {
  const missing = path.join(dataFolder, 'missing');
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', missing);
  vi.stubEnv('ORDERPROCESSING_BACKUPS_FOLDER', `${missing}-backups`);
  await expect(restored(options)).rejects.toThrow(message);
  expect([missing, `${missing}-backups`].filter(existsSync)).toEqual([]);
});

describe('a cluster that was restored while the current one', () => {
  const begunAt = new Date('2026-11-26T18:00:00Z');
  const earlier = new Date('2026-11-26T17:59:59Z');
  const later = new Date('2026-11-26T18:00:01Z');

  /** A file of the current cluster, which was written to last at that time. */
  function written(file: string, at: Date): void {
    const target = path.join(dataFolder, 'postgres', file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, 'current');
    utimesSync(target, at, at);
  }

  beforeEach(() => {
    writeFileSync(path.join(dataFolder, passwordName), 'secret');
    mkdirSync(path.join(stagingOf(dataFolder, 'restored'), 'postgres'), { recursive: true });
    writeRestoreResult(dataFolder, {
      backup: '20261126-170000F',
      restoredTo: 'latest',
      timeline: 1,
      lastCommitAt: earlier,
      begunAt,
      disagreements: 1,
      unknownEffects: 0,
      gap: null,
    });
    written('global/pg_control', earlier);
    written('pg_wal/000000010000000000000002', earlier);
    written('pg_wal/archive_status/000000010000000000000001.done', later);
  });

  test('did not run is put into place', async () => {
    await restored({ switch: true });
    expect(existsSync(path.join(dataFolder, 'postgres', 'pg_wal'))).toBe(false);
  });

  test.each(['global/pg_control', 'pg_wal/000000010000000000000003'])(
    'was written to in %s is not',
    async (file) => {
      written(file, later);
      await expect(restored({ switch: true })).rejects.toThrow(
        /lacks what came between\. Nothing was changed\. Call orderprocessing restore again\./,
      );
      expect(readFileSync(path.join(dataFolder, 'postgres', file), 'utf8')).toBe('current');
    },
  );

  test('runs is not, and nothing is restored beside it but a rehearsal', async () => {
    const lock = openDataFolder(dataFolder);
    try {
      await expect(restored({ switch: true })).rejects.toThrow(/stop, then .* restore again\./);
      await expect(restored({})).rejects.toThrow(/The shop runs, and nothing was changed\./);
    } finally {
      lock.release();
    }
  });
});

describe.skipIf(findPgBackRest() === null)('a restore', () => {
  test('judges the audit log by the secret of the shop only', async () => {
    await expect(restored()).rejects.toThrow(/Set auth.keySecret, or dataFolder to that/);
    // Other commands would take secrets that are stored there for those of the shop.
    expect(existsSync(path.join(dataFolder, 'secrets.json'))).toBe(false);
  });

  test('is refused where a start has created other databases after a loss', async () => {
    const lost = folderForTest();
    for (const folder of [lost, dataFolder]) writeFileSync(path.join(folder, passwordName), folder);
    sealFiles(lost, [passwordName], path.join(backups, 'data-folder.json'), null);
    await expect(restored()).rejects.toThrow(/not those of the backup.* move the folder away/);
    expect(readFileSync(path.join(dataFolder, passwordName), 'utf8')).toBe(dataFolder);
  });
});
