import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { passwordName } from '../../config/process/open-backups';
import { findPgBackRest } from '../../platform/backup/pgbackrest';
import { sealFiles } from '../../platform/backup/sealed-files';
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
