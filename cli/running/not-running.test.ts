import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openDataFolder } from '../../platform/process/data-folder';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { notRunning } from './not-running';

let folder: string;

beforeEach(() => {
  folder = folderForTest();
});

test('names the next step, and the setting that a command would use instead', () => {
  expect(notRunning(folder)).toMatchObject({
    message: 'The shop does not run. Start it with npm start.',
    exitCode: 3,
  });
  expect(notRunning(folder, 'database.users.url').message).toBe(
    'The shop does not run. Start it with npm start, or set database.users.url.',
  );
});

test('a folder without a shop is no reason to start one there', () => {
  const missing = path.join(folder, 'missing');
  expect(notRunning(missing, 'database.users.url')).toMatchObject({
    message: `There is no shop here: the data folder ${missing} does not exist. Nothing was changed. Call this in the folder of the shop, or set dataFolder (ORDERPROCESSING_DATA_FOLDER) to its data folder, or set database.users.url. A start makes a new shop.`,
    exitCode: 3,
  });
});

test('a shop that is starting need not be started', () => {
  const { release } = openDataFolder(folder);
  expect(notRunning(folder, 'database.users.url').message).toBe(
    `The shop is starting or stopping (process ${process.pid}). Try again when orderprocessing status says that it is ready.`,
  );
  release();
});
