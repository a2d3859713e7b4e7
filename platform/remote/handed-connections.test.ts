import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger';
import { freePort } from '../testing/free-port';
import { type SupervisedProcess, startSupervised } from './supervised-process';

/** Greets each connection. */
const greeter = (port: number) => `
require('node:net')
  .createServer((socket) => socket.on('error', () => undefined).write('hello'))
  .listen({ host: '127.0.0.1', port: ${port} }, () => process.send({ ready: true }));
process.on('message', () => undefined);
`;

const folder = mkdtempSync(join(tmpdir(), 'greeter-'));
let port: number;
let greeting: SupervisedProcess;
beforeAll(async () => {
  port = await freePort();
  const entry = join(folder, 'greeter.cjs');
  writeFileSync(entry, greeter(port));
  greeting = await startSupervised({
    ...{ name: 'greeter', entry, settings: () => ({}), compileCache: join(folder, 'cache') },
    logger: createLogger({ level: 'silent', pretty: false, name: 'test' }),
    onLost: () => undefined,
  });
});
afterAll(async () => {
  await greeting.stop();
  rmSync(folder, { recursive: true });
});

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

  // It is given the next connection, and cannot take it.
  process.kill(greeting.pid, 'SIGSTOP');
  const waiting = await Promise.all([connected(), connected()]);
  const ends = waiting.map((socket) => greeted(socket).catch(() => 'closed'));
  const killedAtMs = performance.now();
  process.kill(greeting.pid, 'SIGKILL');
  const [given, behind] = await Promise.all(ends);
  expect(given).toBe('closed');
  // It was not given to a process yet: the one that takes its place may serve it.
  expect(behind).toMatch(/^(closed|hello)$/);
  expect(performance.now() - killedAtMs).toBeLessThan(5_000);
});

test('the process that takes its place is given the next ones', async () => {
  await expect
    .poll(() => connected().then(greeted, () => 'refused'), { timeout: 15_000 })
    .toBe('hello');
});
