import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDataFolder } from '../../platform/process/data-folder';
import { startProgram } from '../../platform/testing/program';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { notRunning } from './not-running';
import { restartShop } from './restart';
import { stopShop } from './stop';

const gateway = createServer((_, response) => response.end('{"status":"ok"}'));
let dataFolder: string;

beforeEach(async () => {
  await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
  dataFolder = folderForTest();
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
  vi.stubEnv('ORDERPROCESSING_SERVER_PORT', String((gateway.address() as AddressInfo).port));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((done) => gateway.close(done));
});

test('a shop that runs elsewhere is not said to be stopped', async () => {
  await expect(restartShop()).rejects.toThrow(/answers .*, or restart it the way it was started/);
  await expect(stopShop()).rejects.toThrow(/answers .*, or stop it the way it was started/);
});

test('a shop is found while settings have faults, which are listed', async () => {
  const listed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.stubEnv('ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE', 'many');
  await expect(stopShop()).rejects.toThrow(/answers .*, or stop it the way it was started/);
  expect(listed).toHaveBeenCalledWith(expect.stringContaining('limits.rate.userPerMinute: '));
  await expect(restartShop()).rejects.toThrow('The configuration is not valid');
  listed.mockRestore();
});

test('a shop that releases run names the command of releases', async () => {
  const { release } = openDataFolder(path.join(dataFolder, 'release'));
  await expect(restartShop()).rejects.toThrow(/release blue-green with the build that runs/);
  await expect(stopShop()).rejects.toThrow(/Call orderprocessing release stop/);
  release();
});

test('a command that uses the data folder is not stopped as the shop', async () => {
  const { process: command, firstMessage } = startProgram(`
    // Its command line is this: node orderprocessing import products list.csv
    require('./platform/process/data-folder').openDataFolder(${JSON.stringify(dataFolder)});
    process.send('up');
    setInterval(() => undefined, 1_000);`);
  await firstMessage;
  const itsName = /shop does not run: orderprocessing import \(process \d+\) uses/;
  await expect(stopShop()).rejects.toThrow(itsName);
  await expect(restartShop()).rejects.toThrow(itsName);
  expect(notRunning(dataFolder).message).toMatch(itsName);
  expect(command.kill('SIGKILL')).toBe(true);
});
