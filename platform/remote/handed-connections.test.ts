import cluster from 'node:cluster';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../testing/free-port';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { closeHandedConnections } from './handed-connections';
import { type SupervisedProcess, startSupervised } from './supervised-process';

/** Greets each connection. */
const greeter = (port: number) => `
require('node:net')
  .createServer((socket) => socket.on('error', () => undefined).write('hello'))
  .listen({ host: '127.0.0.1', port: ${port} }, () => process.send({ ready: true }));
process.on('message', () => undefined);
`;

/**
 * Closes its port when it gets a connection, so that it declines it; ends when it gets a message.
 */
const decliner = (port: number) => `
const server = require('node:net').createServer();
process.prependListener('internalMessage', ({ act }) => {
  if (act === 'newconn') server.close();
});
server.listen({ host: '127.0.0.1', port: ${port} });
server.on('close', () => process.send('declined'));
process.on('message', () => process.exit());
`;

const folder = folderForFile();
let port: number;
let greeting: SupervisedProcess;
beforeAll(async () => {
  port = await freePort();
  const entry = join(folder, 'greeter.cjs');
  writeFileSync(entry, greeter(port));
  greeting = await startSupervised({
    name: 'greeter',
    entry,
    settings: () => ({}),
    compileCache: join(folder, 'cache'),
    logger,
    onLost: () => undefined,
  });
});
afterAll(() => greeting.stop());

function connected(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

const greeted = (socket: Socket) =>
  new Promise<string>((resolve, reject) => {
    socket.once('data', (text) => resolve(String(text)));
    socket.once('error', reject);
    socket.once('close', () => resolve('closed'));
  });

test('a connection that a killed process was given and had not taken is closed', async () => {
  const served = await connected();
  expect(await greeted(served)).toBe('hello');

  // The stopped process gets the next connection, and cannot take it.
  process.kill(greeting.pid, 'SIGSTOP');
  const waiting = await Promise.all([connected(), connected()]);
  const ends = waiting.map((socket) => greeted(socket).catch(() => 'closed'));
  process.kill(greeting.pid, 'SIGKILL');
  const [given, behind] = await Promise.all(ends);
  expect(given).toBe('closed');
  // The second connection was not handed to a process yet, so the new process may serve it.
  expect(behind).toMatch(/^(closed|hello)$/);
});

test('the process that replaces it gets the next connections', async () => {
  await expect
    .poll(() => connected().then(greeted, () => 'refused'), { timeout: 15_000 })
    .toBe('hello');
});

test('a connection that a stopping process has declined is served by another one', async () => {
  const exec = join(folder, 'decliner.cjs');
  writeFileSync(exec, decliner(port));
  cluster.setupPrimary({ exec, args: [] });
  const stopping = cluster.fork();
  closeHandedConnections(stopping.process);
  await once(stopping, 'listening');

  // The first connection occupies this process, so that the second one goes to the other.
  process.kill(greeting.pid, 'SIGSTOP');
  const first = await connected();
  const second = await connected();
  const greetings = [first, second].map(greeted);
  await once(stopping, 'message');
  const ended = once(stopping, 'exit');
  stopping.send('end');
  await ended;
  process.kill(greeting.pid, 'SIGCONT');
  expect(await Promise.all(greetings)).toEqual(['hello', 'hello']);
});

/**
 * Whether the process has died with all of its threads, even if its parent does not know it yet.
 */
function isDead(pid: number): boolean {
  const isZombie = readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  return isZombie && readdirSync(`/proc/${pid}/task`).length === 1;
}

test('a message to a process that has just died does not end its supervisor', async () => {
  const workers = Object.values(cluster.workers ?? {});
  const worker = workers.find((one) => one?.process.pid === greeting.pid);
  if (!worker) throw new Error('The process is no worker.');
  process.kill(greeting.pid, 'SIGKILL');
  while (!isDead(greeting.pid));
  const failed = once(worker.process, 'error', { signal: AbortSignal.timeout(10_000) });
  worker.process.send('late');
  // An error that nobody handles would fail the run.
  expect(await failed).toMatchObject([{ code: 'EPIPE' }]);
});
