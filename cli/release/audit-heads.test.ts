import path from 'node:path';
import { expect, test } from 'vitest';
import { headFiles, signHead } from '../../platform/audit/head-files';
import { auditKeys } from '../../platform/audit/keys';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { shareAuditHeads } from './audit-heads';
import { ReleaseFolder } from './state';

const { current: key } = auditKeys('a secret of the audit log in tests', []);
const headAt = (at: string, seq: bigint) => signHead(key, { seq, hash: Buffer.alloc(32) }, at);
const morning = headAt('2026-11-29T08:00:00.000Z', 1n);
const noon = headAt('2026-11-29T12:00:00.000Z', 2n);
const nextDay = headAt('2026-11-30T12:00:00.000Z', 3n);

test('commands and both versions have the heads that either version publishes', () => {
  const dataFolder = folderForTest();
  const folder = new ReleaseFolder(path.join(dataFolder, 'release'));
  for (const slot of ['blue', 'green'] as const) shareAuditHeads(folder, slot);
  headFiles(folder.dataOf('blue')).write(morning);
  headFiles(folder.dataOf('green')).write(nextDay);
  for (const read of [dataFolder, folder.dataOf('blue'), folder.dataOf('green')]) {
    expect(headFiles(read).all()).toEqual([morning, nextDay]);
  }
});

test('a version keeps the heads that it published in its own folder, newest of each day', () => {
  const dataFolder = folderForTest();
  const folder = new ReleaseFolder(path.join(dataFolder, 'release'));
  headFiles(folder.dataOf('blue')).write(noon);
  headFiles(dataFolder).write(morning);
  headFiles(folder.dataOf('green')).write(nextDay);
  for (const slot of ['blue', 'green', 'blue'] as const) shareAuditHeads(folder, slot);
  expect(headFiles(dataFolder).all()).toEqual([noon, nextDay]);
  expect(headFiles(folder.dataOf('green')).all()).toEqual([noon, nextDay]);
});
