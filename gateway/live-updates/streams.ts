import { setImmediate as otherWork } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Bus } from '../../platform/events/bus';
import { rateLimited } from '../../platform/graphql/errors';
import type { Viewer } from '../../platform/requests/viewer';
import { assertNever } from '../../platform/values/assert-never';
import { ByteBudget } from '../../platform/values/byte-budget';
import { msPerSecond } from '../../platform/values/time';
import { gatewayError } from '../errors';
import { viewerKeyOf } from '../identity/viewer-keys';
import { type OperationLimits, plainListCost, type StreamLimits } from '../limits';
import type { RateLimit } from '../operation/rate-limit';
import type { Watch } from './admission';
import { ChangeFeed, type WatchStream } from './change-feed';
import { ChangesStream, ordersFound } from './changes-stream';
import {
  checksPerYield,
  fullRetrySeconds,
  streamsUnreadBytesMax,
  streamTickMs,
  watchCharactersMax,
  watchesBytesMax,
} from './limits';
import { type StreamMetrics, streamMetrics } from './metrics';
import { OrderStream } from './order-stream';
import type { ReadOrder } from './read-order';
import { type ChargeReads, SharedReads } from './shared-reads';
import type { StreamOptions } from './stream';

export interface StreamsOptions {
  /** The bus of changes; if absent, streams rely on polling. */
  readonly bus?: Bus;
  readonly limits: Pick<OperationLimits, 'deadlineMs'>;
  readonly streamLimits: StreamLimits;
  readonly rates: RateLimit;
  readonly read: ReadOrder;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** The options of a stream that its request determines. */
type Opening = Omit<StreamOptions, 'reads' | 'unread' | 'onSent' | 'onEnd' | 'logger'>;

const bytesPerCharacter = 2;

/** The number of characters of the request that a stream keeps while it is open. */
const charactersOf = ({ query, text, variables }: Watch): number =>
  query.length + text.length + JSON.stringify(variables).length;

const isFull = () =>
  gatewayError('SERVICE_UNAVAILABLE', 'No more live updates can be opened here at the moment.', {
    retryAfterSeconds: fullRetrySeconds,
  });

/**
 * Each read of one order counts as a request. A read of a list counts only if it finds changed
 * orders, by their number: its reader does not decide how often orders of others change.
 */
function chargeReads(rates: RateLimit): ChargeReads {
  return {
    before: async ({ target, charge }, viewer) => {
      const isCounted = target.field === 'orderUpdated';
      const counted =
        rates.peek(viewer, charge) ?? (isCounted ? await rates.count(viewer, charge) : null);
      if (counted?.allowed === false) throw rateLimited(counted.retryAfterSeconds);
    },
    after: async (watch, viewer, reading) => {
      if (watch.target.field === 'orderUpdated') return;
      const found = ordersFound(reading, watch);
      if (found === 0) return;
      const cost = Math.ceil((watch.charge.cost * found) / plainListCost);
      await rates.count(viewer, { ...watch.charge, cost });
    },
  };
}

/** All streams of this process, with one subscription to the bus. */
export class Streams {
  private readonly feed: ChangeFeed;
  private readonly countByOwner = new Map<string, number>();
  private readonly reads: SharedReads;
  private readonly metrics: StreamMetrics;
  private readonly all = new Set<WatchStream>();
  private readonly watches = new ByteBudget(watchesBytesMax);
  private readonly unread = new ByteBudget(streamsUnreadBytesMax);
  private clock: NodeJS.Timeout | null = null;
  private isChecking = false;
  private isDraining = false;

  constructor(private readonly options: StreamsOptions) {
    this.feed = new ChangeFeed(options.bus);
    this.reads = new SharedReads(
      options.read,
      () => options.limits.deadlineMs,
      chargeReads(options.rates),
    );
    this.metrics = streamMetrics(options.registry, {
      open: () => this.all.size,
      blocked: () => [...this.all].filter((stream) => stream.isBlocked).length,
      unreadBytes: () => this.unread.bytes,
    });
  }

  /**
   * Takes a slot for a stream, which receives changes from now on.
   * @throws RATE_LIMITED if the viewer has too many streams; SERVICE_UNAVAILABLE if the process has
   * too many or is stopping; PAYLOAD_TOO_LARGE if text and variables are too long to keep.
   */
  add(viewer: Viewer, opening: Opening): WatchStream {
    const { logger } = this.options;
    const owner = viewerKeyOf(viewer);
    this.demandCapacity(owner);
    const watchBytes = this.reserveBytes(opening.watch);
    const stream: WatchStream = this.create({
      ...opening,
      reads: this.reads,
      unread: this.unread,
      onSent: this.metrics.sent,
      onEnd: (reason) => {
        this.remove(stream, owner);
        this.watches.release(watchBytes);
        this.metrics.ended(reason);
      },
      logger,
    });
    this.feed.add(stream);
    this.all.add(stream);
    this.countByOwner.set(owner, (this.countByOwner.get(owner) ?? 0) + 1);
    this.clock ??= setInterval(this.tick, streamTickMs).unref();
    return stream;
  }

  /** Ends all streams, each with a reconnect delay; new ones are rejected from now on. */
  drain(): void {
    this.isDraining = true;
    this.feed.stop();
    for (const stream of [...this.all]) stream.drain();
  }

  private create(options: StreamOptions): WatchStream {
    const { target } = options.watch;
    switch (target.field) {
      case 'orderUpdated':
        return new OrderStream(options, target.orderId);
      case 'ordersChanged': {
        const { changes, busReady, scheduleFlush: onBehind } = this.feed;
        return new ChangesStream({ ...options, target, changes, busReady, onBehind });
      }
      default:
        return assertNever(target);
    }
  }

  private demandCapacity(owner: string): void {
    const { perProcess, perViewer } = this.options.streamLimits;
    const retryAfterSeconds = fullRetrySeconds;
    if (this.isDraining || this.all.size >= perProcess) throw isFull();
    if ((this.countByOwner.get(owner) ?? 0) < perViewer) return;
    const message = `You have ${perViewer} live updates open: end one of those first.`;
    throw gatewayError('RATE_LIMITED', message, { retryAfterSeconds });
  }

  private reserveBytes(watch: Watch): number {
    const characters = charactersOf(watch);
    if (characters > watchCharactersMax) {
      const message = `A subscription and its variables may have ${watchCharactersMax} characters.`;
      throw gatewayError('PAYLOAD_TOO_LARGE', message);
    }
    const bytes = characters * bytesPerCharacter;
    if (!this.watches.reserve(bytes)) throw isFull();
    return bytes;
  }

  private remove(stream: WatchStream, owner: string): void {
    this.feed.remove(stream);
    this.all.delete(stream);
    const left = (this.countByOwner.get(owner) ?? 1) - 1;
    if (left === 0) this.countByOwner.delete(owner);
    else this.countByOwner.set(owner, left);
    if (this.all.size > 0 || this.clock === null) return;
    clearInterval(this.clock);
    this.clock = null;
  }

  private readonly tick = (): void => {
    const { heartbeatSeconds, slowReaderSeconds } = this.options.streamLimits;
    const heartbeatMs = heartbeatSeconds * msPerSecond;
    const slowReaderMs = slowReaderSeconds * msPerSecond;
    const nowMs = performance.now();
    for (const stream of [...this.all]) stream.tick(nowMs, { heartbeatMs, slowReaderMs });
    if (this.isChecking) return;
    this.isChecking = true;
    this.checkAccess()
      .catch((error: unknown) => {
        this.options.logger.error({ err: error }, 'checking credentials of streams failed');
      })
      .finally(() => {
        this.isChecking = false;
      });
  };

  private async checkAccess(): Promise<void> {
    let checked = 0;
    for (const stream of [...this.all]) {
      // If one cannot be checked, the others cannot either.
      if (!(await stream.checkAccess())) return;
      checked += 1;
      if (checked % checksPerYield === 0) await otherWork();
    }
  }
}
