import { chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { checkDataFolder } from './servers';

test.skipIf(process.getuid?.() !== 0)('root starts nothing beside databases of others', () => {
  const dataFolder = folderForTest();
  const data = path.join(dataFolder, 'postgres');
  mkdirSync(data);
  chownSync(data, 7, 8);
  expect(() => checkDataFolder(parseConfiguration({ dataFolder }))).toThrow('another account');
});
