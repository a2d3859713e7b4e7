import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
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
  await expect(verifyBackups({})).rejects.toThrow('There is no backup yet.');
  expect([dataFolder, `${dataFolder}-backups`].filter(existsSync)).toEqual([]);
});
