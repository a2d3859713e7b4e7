import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { serialOf, tlsFilesOf } from '../../platform/remote/certificates';
import { readRevoked } from '../../platform/remote/tls';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { makeDeploymentFiles, renewDeployment, revokeInDeployment } from './make-deployment-files';

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
  const [issued, late] = await Promise.all([
    makeDeploymentFiles(folder),
    makeDeploymentFiles(folder),
  ]);
  // The second call finds what the first one has made.
  expect(late).toEqual([]);
  expect(await renewDeployment(folder, all)).toEqual(issued);
});

test('a revocation that was interrupted is completed by the next renewal', async () => {
  const folder = folderForTest();
  await makeDeploymentFiles(folder);
  const stolen = serialOf(folder, 'users');
  const other = serialOf(folder, 'orders');
  const revoking = Promise.all([
    revokeInDeployment(folder, { name: 'users', days: 30 }),
    revokeInDeployment(folder, { serial: other }),
  ]);
  const areReplaced = () => {
    expect(serialOf(folder, 'users')).not.toBe(stolen);
    expect(serialOf(folder, 'orders')).not.toBe(other);
  };
  await vi.waitFor(areReplaced, { timeout: 15_000 });
  await renewDeployment(folder, {});
  const { revokedFile } = tlsFilesOf(folder, 'gateway');
  expect(readRevoked(revokedFile)).toEqual(new Set([stolen, other]));
  expect(await revoking).toEqual([
    { serial: stolen, isChanged: true, replaced: 'users' },
    { serial: other, isChanged: true, replaced: 'orders' },
  ]);
  const again = await revokeInDeployment(folder, { serial: other });
  expect(again).toEqual({ serial: other, isChanged: false, replaced: null });
});

test('a secret that a full disk has left empty is created again, and others are kept', async () => {
  const folder = folderForTest();
  const read = (...names: readonly string[]) => readFileSync(path.join(folder, ...names), 'utf8');
  await makeDeploymentFiles(folder, { containers: true });
  const kept = read('secrets', 'key-secret');
  writeFileSync(path.join(folder, 'secrets', 'redis-password'), '');
  await makeDeploymentFiles(folder, { containers: true });
  expect(read('redis', 'password')).toMatch(/^[\w-]{43}$/);
  expect(read('redis', 'password')).toBe(read('secrets', 'redis-password'));
  expect(read('secrets', 'key-secret')).toBe(kept);
});
