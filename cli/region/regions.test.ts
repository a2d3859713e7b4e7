import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { databasePairs } from './regions';

test('a folder without a configuration is no other region', async () => {
  const folder = folderForTest();
  const file = path.join(folder, 'config.yaml');
  await expect(databasePairs(folder)).rejects.toThrow(`There is no ${file}`);
});
