import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../testing/free-port';
import { folderForTest } from '../testing/temporary-folder';
import { type Child, endChild, startChild } from './child';
import { listenersOn, listensOn, processesOf, processesWhere } from './listening-processes';
import { waitUntil } from './process-table';

const deadlineMs = 30_000;
let child: Child | null = null;
afterEach(async () => {
  if (child !== null) await endChild(child, [['SIGKILL', deadlineMs]]);
  child = null;
});

test('the process that listens on a port is found, and no other one', async () => {
  const port = await freePort();
  expect(listenersOn(port)).toEqual([]);
  const script = `require('net').createServer().listen(${port}, '127.0.0.1')`;
  const args = ['-e', script];
  child = await startChild({ command: process.execPath, args, deathSignal: 'SIGTERM' });
  const { pid } = child;
  expect(await waitUntil(() => listensOn(pid, port), deadlineMs)).toBe(true);
  expect(listensOn(process.pid, port)).toBe(false);
  expect(listenersOn(port)).toEqual([{ pid, command: expect.stringContaining(script) }]);
});

test('so is one that listens on every address', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  expect(listensOn(process.pid, port)).toBe(true);
  server.close();
  await once(server, 'close');
  expect(listensOn(process.pid, port)).toBe(false);
});

test.skipIf(process.platform !== 'linux')('a process is found by its program', async () => {
  const folder = path.join(folderForTest(), 'a folder');
  const command = path.join(folder, 'waits');
  mkdirSync(folder);
  symlinkSync(process.execPath, command);
  const args = ['-e', 'setInterval(() => undefined, 1000)'];
  child = await startChild({ command, args, deathSignal: 'SIGTERM' });
  const { pid } = child;
  const isFound = () => processesOf('waits', folder).some((one) => one.pid === pid);
  expect(await waitUntil(isFound, deadlineMs)).toBe(true);
  expect(processesOf('waits', 'elsewhere')).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('a process is found by its variables', async () => {
  const name = `a folder ${process.pid}`;
  const environment = { A_FOLDER: name };
  const args = ['-e', 'setInterval(() => undefined, 1000)'];
  child = await startChild({
    command: process.execPath,
    args,
    deathSignal: 'SIGTERM',
    environment,
  });
  const { pid } = child;
  const found = () => processesWhere(({ A_FOLDER }) => A_FOLDER === name);
  expect(await waitUntil(() => found().some((one) => one.pid === pid), deadlineMs)).toBe(true);
  await endChild(child, [['SIGKILL', deadlineMs]]);
  expect(found()).toEqual([]);
});
