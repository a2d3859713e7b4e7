import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';
import { msPerSecond } from '../../platform/values/time';
import type { OperationLimits } from '../limits';
import { unreadAnswersBytesMax } from './limits';

/** Streams are excluded: they apply backpressure themselves. */
function bytesOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
}

export interface SlowReadersOptions {
  readonly limits: Pick<OperationLimits, 'answerReadSeconds'>;
  readonly registry: Registry;
}

/** Call when a response is about to be sent. */
export type WatchReader = (response: ServerResponse, bytes: number) => void;

/**
 * A response stays in memory until its client has read it. Clients that take too long are
 * disconnected, and so are the slowest ones if all unread responses use too much memory.
 * @returns how to watch a response that is not sent by Fastify.
 */
export function disconnectSlowReaders(
  app: FastifyInstance,
  options: SlowReadersOptions,
): WatchReader {
  const { limits, registry } = options;
  const registers = [registry];
  let unreadBytes = 0;
  /** Oldest first. */
  const unread = new Map<ServerResponse, number>();
  const gauge: Gauge = new Gauge({
    name: 'gateway_unread_answer_bytes',
    help: 'Bytes of responses that clients have not read yet.',
    registers,
    collect: (): void => gauge.set(unreadBytes),
  });
  const disconnected = new Counter({
    name: 'gateway_slow_readers_total',
    help: 'Clients disconnected because they did not read their response.',
    registers,
  });

  const disconnect = (response: ServerResponse) => {
    disconnected.inc();
    forget(response);
    response.destroy();
  };
  const forget = (response: ServerResponse) => {
    unreadBytes -= unread.get(response) ?? 0;
    unread.delete(response);
  };
  const disconnectOldest = (newest: ServerResponse) => {
    for (const response of unread.keys()) {
      if (unreadBytes <= unreadAnswersBytesMax || response === newest) return;
      disconnect(response);
    }
  };

  const watch: WatchReader = (response, bytes) => {
    const timer = setTimeout(() => disconnect(response), limits.answerReadSeconds * msPerSecond);
    response.once('close', () => {
      clearTimeout(timer);
      forget(response);
    });
    unread.set(response, bytes);
    unreadBytes += bytes;
    if (unreadBytes > unreadAnswersBytesMax) disconnectOldest(response);
  };
  app.addHook('onSend', (_request, reply, payload, done) => {
    watch(reply.raw, bytesOf(payload));
    done();
  });
  return watch;
}
