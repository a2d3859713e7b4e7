import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { disconnectSlowReaders } from './slow-readers';

type OnSend = (request: object, reply: object, payload: unknown, done: () => void) => void;

const faked = [
  'setTimeout',
  'clearTimeout',
  'setImmediate',
  'clearImmediate',
  'performance',
] as const;
beforeEach(() => void vi.useFakeTimers({ toFake: [...faked] }));
afterEach(() => vi.useRealTimers());

/** A download whose client gets a minute for each piece. */
function download() {
  let send: OnSend = () => undefined;
  const app = {
    addHook: (_name: string, hook: OnSend) => {
      send = hook;
    },
  } as unknown as FastifyInstance;
  disconnectSlowReaders(app, { limits: { answerReadSeconds: 60 }, registry: new Registry() });
  const socket = { bytesWritten: 0 };
  const destroy = vi.fn();
  const response = Object.assign(new EventEmitter(), { socket, destroy });
  send({}, { raw: response }, Readable.from([]), () => undefined);
  return { socket, destroy, response };
}

test('a download lasts for as long as its client reads', () => {
  const { socket, destroy } = download();
  for (let minute = 0; minute < 10; minute += 1) {
    socket.bytesWritten += 500_000;
    vi.advanceTimersByTime(60_000);
    expect(destroy).not.toHaveBeenCalled();
  }
  vi.advanceTimersByTime(60_000);
  expect(destroy).toHaveBeenCalledOnce();
});

test('a download that has ended is left alone', () => {
  const { destroy, response } = download();
  response.emit('close');
  vi.advanceTimersByTime(600_000);
  expect(destroy).not.toHaveBeenCalled();
});
