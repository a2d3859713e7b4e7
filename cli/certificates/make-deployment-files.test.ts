import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { makeDeploymentFiles, renewDeployment } from './make-deployment-files';

test('certificates are renewed where they were issued, and nowhere else', async () => {
  const folder = folderForTest();
  const all = { isForced: true };
  await expect(renewDeployment(folder, all)).rejects.toThrow(
    `There are no certificates in ${folder}.`,
  );
  expect(readdirSync(folder)).toEqual([]);
  const missing = path.join(folder, 'missing');
  await expect(renewDeployment(missing, all)).rejects.toThrow('There are no certificates');
  expect(existsSync(missing)).toBe(false);
  const issued = await makeDeploymentFiles(folder);
  expect(await renewDeployment(folder, all)).toEqual(issued);
});
