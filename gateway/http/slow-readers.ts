import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { whenClosed } from '../../platform/requests/when-closed';
import { measureValue } from '../../platform/telemetry/at-scrape';
import { counterIn } from '../../platform/telemetry/instruments';
import { type Entry, LinkedList } from '../../platform/values/linked-list';
import { SharedTimer } from '../../platform/values/shared-timer';
import { msPerSecond } from '../../platform/values/time';
import type { OperationLimits } from '../limits';
import { unreadAnswersBytesMax } from './limits';

function bytesOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
}

interface UnreadAnswer {
  readonly response: ServerResponse;
  readonly bytes: number;
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
  const late = new SharedTimer();
  let unreadBytes = 0;
  /** Oldest first. */
  const unread = new LinkedList<UnreadAnswer>();
  measureValue(registry, {
    name: 'gateway_unread_answer_bytes',
    help: 'Bytes of responses that clients have not read yet.',
    read: () => unreadBytes,
  });
  const disconnected = counterIn(registry, {
    name: 'gateway_slow_readers_total',
    help: 'Clients disconnected because they did not read their response.',
  });

  const forget = (answer: Entry<UnreadAnswer>) => {
    if (answer.isIn) unreadBytes -= answer.value.bytes;
    answer.remove();
  };
  const disconnect = (answer: Entry<UnreadAnswer>) => {
    disconnected.inc();
    forget(answer);
    answer.value.response.destroy();
  };
  const disconnectOldest = (newest: Entry<UnreadAnswer>) => {
    let oldest = unread.first;
    while (oldest !== null && unreadBytes > unreadAnswersBytesMax && oldest !== newest) {
      disconnect(oldest);
      oldest = unread.first;
    }
  };

  const watch: WatchReader = (response, bytes) => {
    const answer = unread.add({ response, bytes });
    const cancel = late.add(limits.answerReadSeconds * msPerSecond, () => disconnect(answer));
    whenClosed(response, () => {
      cancel();
      forget(answer);
    });
    unreadBytes += bytes;
    if (unreadBytes > unreadAnswersBytesMax) disconnectOldest(answer);
  };
  /** A stream waits for its client, and lasts for as long as that reads. */
  const watchStream = (response: ServerResponse) => {
    let cancel = () => {};
    const written = () => response.socket?.bytesWritten;
    const check = (before: number | undefined) => {
      cancel = late.add(limits.answerReadSeconds * msPerSecond, () => {
        if (written() !== before) return check(written());
        disconnected.inc();
        response.destroy();
      });
    };
    check(written());
    whenClosed(response, () => cancel());
  };
  app.addHook('onSend', (_request, { raw }, payload, done) => {
    if (payload instanceof Readable) watchStream(raw);
    else watch(raw, bytesOf(payload));
    done();
  });
  return watch;
}
