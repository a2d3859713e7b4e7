import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { replaceFile } from '../../platform/process/replace-file';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { ReleaseFolder } from './state';

test('a release is taken back although its log has filled the disk', () => {
  const given = path.join(folderForTest(), 'release');
  const reserve = path.join(given, 'reserve');
  const folder = new ReleaseFolder(given, (file, text) => {
    // A version has taken all other space.
    if (existsSync(reserve)) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    replaceFile(file, text);
  });
  expect(folder.read()).toBeNull();
  expect(existsSync(given)).toBe(false);
  folder.create();
  folder.update({ inProgress: 'green' });
  folder.update({ inProgress: null, isTakenBack: true });
  expect(folder.read()).toMatchObject({ inProgress: null, isTakenBack: true });
  folder.create();
  expect(existsSync(reserve)).toBe(true);
});
