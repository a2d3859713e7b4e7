import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Random } from '../../platform/testing/random';
import { FaultProxy } from './fault-proxy';

const patience = { timeout: 20_000, interval: 10 };

/** Answers each line with the same, and keeps what it heard. */
let heard: string[];
let server: Server;
let proxy: FaultProxy;
const callers: Socket[] = [];

beforeEach(async () => {
  heard = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard.push(chunk.toString());
      socket.write(`answer to ${chunk.toString()}`);
      if (chunk.toString() === 'last') socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  proxy = new FaultProxy({
    name: 'test',
    targetPort: port,
    random: new Random(1),
    handshakeRoundTrips: 0,
  });
  await proxy.listen();
});
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy();
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

function call() {
  const socket = connect(proxy.port, '127.0.0.1');
  callers.push(socket);
  const state = { said: '', isOver: false };
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    state.said += chunk.toString();
  });
  socket.on('close', () => {
    state.isOver = true;
  });
  return { socket, state, log: (text: string) => void socket.write(text) };
}

describe('the proxy', () => {
  test('passes on what is said, both ways', async () => {
    const { state, log } = call();
    log('one');
    await expect.poll(() => state.said, patience).toBe('answer to one');
  });

  test('passes on a delayed answer, although its sender has closed', async () => {
    proxy.slow(20, 40);
    const { state, log } = call();
    log('last');
    await expect.poll(() => state.isOver, patience).toBe(true);
    expect(state.said).toBe('answer to last');
  });

  test('drops a response and cuts: the request is done, and the caller does not learn of it', async () => {
    proxy.loseAnswers(1);
    const { state, log } = call();
    log('one');
    await expect.poll(() => state.isOver, patience).toBe(true);
    expect(heard).toEqual(['one']);
    expect(state.said).toBe('');
    expect(proxy.answersLost).toBe(1);
    const next = call();
    next.log('two');
    await expect.poll(() => next.state.said, patience).toBe('answer to two');
  });

  test('loses a share of the responses, until it is healed', async () => {
    proxy.loseAnswers(Number.POSITIVE_INFINITY, 0.5);
    const calls = Array.from({ length: 40 }, call);
    for (const { log } of calls) log('one');
    const isAnswered = ({ state }: (typeof calls)[number]) => state.isOver || state.said !== '';
    await expect.poll(() => calls.every(isAnswered), patience).toBe(true);
    expect(heard).toHaveLength(40);
    expect(proxy.answersLost).toBeGreaterThan(10);
    expect(proxy.answersLost).toBeLessThan(30);
    proxy.heal();
    const next = call();
    next.log('two');
    await expect.poll(() => next.state.said, patience).toBe('answer to two');
  });

  test('delivers what it held back, also when the sender is long gone', async () => {
    proxy.hold('request');
    const { socket, log } = call();
    log('late');
    await expect.poll(() => socket.bytesWritten, patience).toBe(4);
    socket.end();
    expect(heard).toEqual([]);
    proxy.heal();
    await expect.poll(() => heard, patience).toEqual(['late']);
  });

  test('lets a request be overtaken by one that was sent after it', async () => {
    proxy.straggle(1, 10_000_000, 10_000_000);
    const first = call();
    first.log('one');
    await expect.poll(() => proxy.stragglersHeld, patience).toBe(1);
    proxy.straggle(0, 1, 1);
    const second = call();
    second.log('two');
    await expect.poll(() => second.state.said, patience).toBe('answer to two');
    expect(heard).toEqual(['two']);
    proxy.heal();
    await expect.poll(() => heard, patience).toEqual(['two', 'one']);
  });

  test('cuts what is open, and takes new connections', async () => {
    const { state, log } = call();
    log('one');
    await expect.poll(() => state.said, patience).toBe('answer to one');
    proxy.cut();
    await expect.poll(() => state.isOver, patience).toBe(true);
    const next = call();
    next.log('two');
    await expect.poll(() => next.state.said, patience).toBe('answer to two');
  });
});
