import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from '../../platform/process/data-folder';
import { notRunning } from './not-running';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'not-running-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('names the next step, and the setting that a command would use instead', () => {
  expect(notRunning(folder)).toMatchObject({
    message: 'The shop does not run. Start it with npm start.',
    exitCode: 3,
  });
  expect(notRunning(folder, 'database.users.url').message).toBe(
    'The shop does not run. Start it with npm start, or set database.users.url.',
  );
});

test('a shop that is starting need not be started', () => {
  const { release } = openDataFolder(folder);
  expect(notRunning(folder, 'database.users.url').message).toBe(
    `The shop is starting or stopping (process ${process.pid}). Try again when orderprocessing status says that it is ready.`,
  );
  release();
});
