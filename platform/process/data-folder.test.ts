import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { startProgram } from '../testing/program';
import { folderForTest } from '../testing/temporary-folder';
import { checkFreeSpace, checkSpaceOf, hasSpaceLeft, openDataFolder, refusal } from './data-folder';

let folder: string;

beforeEach(() => {
  folder = folderForTest();
});

test('is created if it is missing, and left clean', () => {
  const opened = openDataFolder(join(folder, 'a', 'b'));
  expect(readdirSync(opened.path)).toEqual(['lock']);
  opened.release();
  expect(readdirSync(opened.path)).toEqual([]);
});

test('says in one sentence that it cannot be written', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => openDataFolder(join(folder, 'file', 'data'))).toThrow(
    `The data folder ${join(folder, 'file', 'data')} cannot be written (ENOTDIR).`,
  );
  // The recursive mkdir of Node never ends there.
  expect(() => openDataFolder('/proc/shop/data')).toThrow(/^The data folder .* cannot be written/);
});

test.each([
  ['ENOSPC', 'Its disk is full: free some space'],
  ['ENOENT', 'The system creates no folder there: set dataFolder'],
  ['EROFS', 'Its disk is read-only: set dataFolder'],
  ['EACCES', 'Set dataFolder to a folder that this account may write to.'],
])('says what to do about %s', (code, remedy) => {
  const { message } = refusal('/data', Object.assign(new Error('no'), { code }));
  expect(message).toContain(`The data folder /data cannot be written (${code}). ${remedy}`);
});

test('a disk that is nearly full is refused before anything is written', () => {
  expect(() => checkFreeSpace('/data', 99_900_000)).toThrow(
    'The disk of the data folder /data has 99 MB of free space, and a start needs 100 MB.',
  );
  checkFreeSpace('/data', 100_000_000);
});

test('a running shop should have a gigabyte left', async () => {
  expect([999_999_999, 1_000_000_000].map(hasSpaceLeft)).toEqual([false, true]);
  await expect(checkSpaceOf(join(folder, 'gone'))).rejects.toThrow('ENOENT');
});

test('is refused while another process holds it, and taken over after its death', async () => {
  const program = startProgram(`
    // What needs no space is also done on a full disk.
    require('node:fs').statfsSync = () => ({ bavail: 0, bsize: 4_096 });
    const { lockFolder, openDataFolder } = require('./platform/process/data-folder');
    let refusal = '';
    try {
      openDataFolder(${JSON.stringify(folder)});
    } catch (error) {
      refusal = error.message;
    }
    lockFolder(${JSON.stringify(folder)});
    process.send(refusal);
    setInterval(() => undefined, 1000);`);
  expect(await program.firstMessage).toMatch(/has 0 MB of free space/);
  expect(() => openDataFolder(folder)).toThrow(/in use by process \d+\. Wait until it ends/);
  const gone = new Promise((resolve) => program.process.once('exit', resolve));
  program.process.kill('SIGKILL');
  await gone;
  openDataFolder(folder).release();
});

test('is free when another program has the process id of its lock', () => {
  writeFileSync(join(folder, 'lock'), `${process.ppid} 1\n`);
  openDataFolder(folder).release();
});
