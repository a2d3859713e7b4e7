import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { beginArchiving, openBackupFolder } from '../../platform/backup/repository';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { printBackups } from './list';
import { verifyBackups } from './verify';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a look at backups that were never made creates no folder', async () => {
  const dataFolder = path.join(folderForTest(), 'data');
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await printBackups({ json: true });
  expect(printed).toHaveBeenCalledWith('{"backups":[],"restorePoints":[]}\n');
  await expect(verifyBackups({})).rejects.toThrow('There is no backup in');
  expect([dataFolder, `${dataFolder}-backups`].filter(existsSync)).toEqual([]);
});

test('a disk of backups that is not mounted is no shop without backups', async () => {
  const dataFolder = folderForTest();
  const folder = `${dataFolder}-backups`;
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
  beginArchiving(dataFolder, folder);
  await expect(printBackups({})).rejects.toThrow('Mount the disk of the backups');
  await expect(verifyBackups({})).rejects.toThrow('Mount the disk of the backups');
  // A start would receive the log there.
  expect(() => openBackupFolder({ dataFolder, folder })).toThrow('Mount the disk');
  expect(existsSync(folder)).toBe(false);
});
