import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Viewer } from '../../platform/requests/viewer';
import { whenLate } from '../../platform/values/when-late';
import { gatewayError } from '../errors';
import type { Watch } from './admission';
import { watchedReadsMax } from './limits';
import type { Reading, ReadOrder, ReadScope } from './read-order';
import { Semaphore } from './semaphore';

/** A stream that needs a read of an order. */
export interface Reader extends ReadScope {
  /** Called when the read starts: it includes earlier changes, and may miss later ones. */
  readonly onBegin: () => void;
  /** Whether the request was counted already, as for the first read of a stream. */
  readonly isCharged: boolean;
}

/** Charges reads after the first of a stream to the viewer's rate limit. */
export interface ChargeReads {
  /** @throws RATE_LIMITED with `retryAfterSeconds` if the viewer has exceeded its limit. */
  before(watch: Watch, viewer: Viewer): Promise<void>;
  after(watch: Watch, viewer: Viewer, reading: Reading): Promise<void>;
}

/**
 * Everything an answer depends on. Only identical viewers, including the address, share a read, so
 * that no permission rule needs to be known here.
 */
const keyOf = ({ query, variables, operationName, name }: Watch, viewer: Viewer): string =>
  JSON.stringify([viewer, query, variables, operationName, name]);

/**
 * Reads orders for streams, with limited concurrency in order of arrival. A read that has not
 * started is shared by all streams that need the same one; a started read is too old for newcomers.
 */
export class SharedReads {
  private readonly waiting = new Map<string, SharedRead>();
  private readonly semaphore = new Semaphore(watchedReadsMax);

  constructor(
    private readonly read: ReadOrder,
    /** Deadline of a read, from its start. */
    private readonly deadlineMs: () => number,
    private readonly charge: ChargeReads,
  ) {}

  /** @throws the error of the read, or the reason why the reader left. */
  for(watch: Watch, reader: Reader): Promise<Reading> {
    const key = keyOf(watch, reader.viewer);
    const known = this.waiting.get(key);
    if (known) return known.join(reader);
    const shared = new SharedRead();
    this.waiting.set(key, shared);
    const joined = shared.join(reader);
    void this.semaphore.run(async () => {
      // Let all streams receive a change before the first read starts.
      await yieldToEventLoop();
      this.waiting.delete(key);
      const read = async (scope: ReadScope, isCharged: boolean) => {
        if (isCharged) return this.read(watch, scope);
        await this.charge.before(watch, scope.viewer);
        const reading = await this.read(watch, scope);
        await this.charge.after(watch, scope.viewer, reading);
        return reading;
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
  private hasStarted = false;

  async join(reader: Reader): Promise<Reading> {
    const { signal } = reader;
    signal.throwIfAborted();
    this.readers.add(reader);
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      this.readers.delete(reader);
      // Others may join until it starts.
      if (this.hasStarted && this.readers.size === 0) this.reading.abort(signal.reason);
      left.reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.result.promise, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Runs the read. Never rejects: the streams that joined get the error. */
  async begin(
    read: (scope: ReadScope, isCharged: boolean) => Promise<Reading>,
    deadlineMs: number,
  ): Promise<void> {
    this.hasStarted = true;
    const [first] = this.readers;
    if (first === undefined) return;
    for (const reader of this.readers) reader.onBegin();
    const late = () => this.reading.abort(gatewayError('TIMEOUT', 'The answer took too long.'));
    const cancel = whenLate(deadlineMs, late);
    try {
      const { viewer, requestId, address } = first;
      const scope = { viewer, requestId, address, signal: this.reading.signal };
      const isCharged = [...this.readers].some((reader) => reader.isCharged);
      this.result.resolve(await read(scope, isCharged));
    } catch (error) {
      this.result.reject(error);
    } finally {
      cancel();
    }
  }
}
