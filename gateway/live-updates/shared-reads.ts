import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Viewer } from '../../platform/auth/viewer';
import { gatewayError } from '../errors';
import { watchedReadsMax } from '../limits';
import type { Watch } from './admission';
import type { Reading, ReadOrder, ReadScope } from './read-order';
import { Semaphore } from './semaphore';

/** Somebody who wants an order read. */
export interface Reader extends ReadScope {
  /** The read begins: what was heard until now it will see, and what is heard from now on it may not. */
  readonly onBegin: () => void;
  /** Whether the request was counted already: the first read of a stream. */
  readonly isCharged: boolean;
}

/** @throws RATE_LIMITED with `retryAfterSeconds` when the viewer has used up its minute. */
export type ChargeRead = (watch: Watch, viewer: Viewer) => Promise<void>;

/**
 * All that an answer depends on. Viewers of whom anything differs, be it the address, share
 * nothing: what one may see is decided elsewhere, and need not be known here.
 */
const keyOf = ({ query, variables, operationName, name }: Watch, viewer: Viewer): string =>
  JSON.stringify([viewer, query, variables, operationName, name]);

/**
 * Reads for streams, so many at a time and the others in the order in which they came. A read that
 * has not begun is for everybody who wants the same one; one that has begun is too old for whoever
 * comes now.
 */
export class SharedReads {
  private readonly waiting = new Map<string, SharedRead>();
  private readonly semaphore = new Semaphore(watchedReadsMax);

  constructor(
    private readonly read: ReadOrder,
    /** For a read, from its beginning. */
    private readonly deadlineMs: () => number,
    private readonly charge: ChargeRead,
  ) {}

  /** @throws what the read throws, or the reason for which the reader has left. */
  for(watch: Watch, reader: Reader): Promise<Reading> {
    const key = keyOf(watch, reader.viewer);
    const known = this.waiting.get(key);
    if (known) return known.join(reader);
    const shared = new SharedRead();
    this.waiting.set(key, shared);
    const joined = shared.join(reader);
    void this.semaphore.run(async () => {
      // What is told to many is heard by all of them before the first one begins.
      await yieldToEventLoop();
      this.waiting.delete(key);
      const read = async (scope: ReadScope, isCharged: boolean) => {
        if (!isCharged) await this.charge(watch, scope.viewer);
        return this.read(watch, scope);
      };
      await shared.begin(read, this.deadlineMs());
    });
    return joined;
  }
}

class SharedRead {
  private readonly readers = new Set<Reader>();
  private readonly reading = new AbortController();
  private readonly result = Promise.withResolvers<Reading>();
  private hasBegun = false;

  async join(reader: Reader): Promise<Reading> {
    const { signal } = reader;
    signal.throwIfAborted();
    this.readers.add(reader);
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      this.readers.delete(reader);
      // As long as it has not begun, others may still join.
      if (this.hasBegun && this.readers.size === 0) this.reading.abort(signal.reason);
      left.reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.result.promise, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Never rejects: those who have joined are told. */
  async begin(
    read: (scope: ReadScope, isCharged: boolean) => Promise<Reading>,
    deadlineMs: number,
  ): Promise<void> {
    this.hasBegun = true;
    const [first] = this.readers;
    if (first === undefined) return;
    for (const reader of this.readers) reader.onBegin();
    const late = () => this.reading.abort(gatewayError('TIMEOUT', 'The answer took too long.'));
    const timer = setTimeout(late, deadlineMs);
    try {
      const { viewer, requestId, address } = first;
      const scope = { viewer, requestId, address, signal: this.reading.signal };
      const isCharged = [...this.readers].some((reader) => reader.isCharged);
      this.result.resolve(await read(scope, isCharged));
    } catch (error) {
      this.result.reject(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
