import { setImmediate as otherWork } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Viewer } from '../../platform/auth/viewer';
import type { Bus } from '../../platform/events/bus';
import { rateLimited } from '../../platform/graphql/errors';
import { ByteBudget } from '../../platform/values/byte-budget';
import { gatewayError } from '../errors';
import { viewerKeyOf } from '../identity/viewer-keys';
import type { GatewayLimits } from '../limits';
import type { RateLimit } from '../operation/rate-limit';
import type { Watch } from './admission';
import {
  checksPerYield,
  fullRetrySeconds,
  streamsUnreadBytesMax,
  streamTickMs,
  watchCharactersMax,
  watchesBytesMax,
} from './limits';
import { type StreamMetrics, streamMetrics } from './metrics';
import type { ReadOrder } from './read-order';
import { type ChargeRead, SharedReads } from './shared-reads';
import { Stream, type StreamOptions } from './stream';

/** Channel on which orders publishes changes: `{orderId, version, customerId}` in JSON. */
const orderChangesChannel = 'order-changes';

export interface StreamsOptions {
  /** Without it, streams rely on polling. */
  readonly bus?: Bus;
  readonly limits: GatewayLimits;
  readonly rates: RateLimit;
  readonly read: ReadOrder;
  readonly registry: Registry;
  readonly logger: Logger;
}

type Opening = Omit<StreamOptions, 'reads' | 'unread' | 'onSent' | 'onEnd' | 'logger'>;

const bytesPerCharacter = 2;

/** Data of the request that a stream keeps while it is open. */
const charactersOf = ({ query, text, variables }: Watch): number =>
  query.length + text.length + JSON.stringify(variables).length;

const isFull = () =>
  gatewayError('SERVICE_UNAVAILABLE', 'No more orders can be watched here at the moment.', {
    retryAfterSeconds: fullRetrySeconds,
  });

/** All streams of this process, with one subscription to the bus. */
export class Streams {
  private readonly byOrder = new Map<string, Set<Stream>>();
  private readonly countByOwner = new Map<string, number>();
  private readonly reads: SharedReads;
  private readonly metrics: StreamMetrics;
  private readonly all = new Set<Stream>();
  private readonly watches = new ByteBudget(watchesBytesMax);
  private readonly unread = new ByteBudget(streamsUnreadBytesMax);
  private clock: NodeJS.Timeout | null = null;
  private unsubscribe: (() => void) | null = null;
  private isChecking = false;
  private isDraining = false;

  constructor(private readonly options: StreamsOptions) {
    const charge: ChargeRead = async (watch, viewer) => {
      const { rates } = options;
      const counted = rates.peek(viewer, watch.charge) ?? (await rates.count(viewer, watch.charge));
      if (!counted.allowed) throw rateLimited(counted.retryAfterSeconds);
    };
    this.reads = new SharedReads(options.read, () => options.limits.deadlineMs, charge);
    this.metrics = streamMetrics(options.registry, {
      open: () => this.all.size,
      blocked: () => [...this.all].filter((stream) => stream.isBlocked).length,
      unreadBytes: () => this.unread.bytes,
    });
  }

  /**
   * Takes a slot for a stream, which receives changes of its order from now on.
   * @throws RATE_LIMITED if the viewer has too many streams; SERVICE_UNAVAILABLE if the process has
   * too many or is stopping; PAYLOAD_TOO_LARGE if text and variables are too long to keep.
   */
  add(viewer: Viewer, opening: Opening): Stream {
    const { logger } = this.options;
    const owner = viewerKeyOf(viewer);
    this.demandCapacity(owner);
    const watchBytes = this.reserveBytes(opening.watch);
    const stream: Stream = new Stream({
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
    this.all.add(stream);
    this.countByOwner.set(owner, (this.countByOwner.get(owner) ?? 0) + 1);
    const ofOrder = this.byOrder.get(stream.orderId) ?? new Set();
    this.byOrder.set(stream.orderId, ofOrder.add(stream));
    this.clock ??= setInterval(this.tick, streamTickMs).unref();
    this.unsubscribe ??=
      this.options.bus?.subscribe(orderChangesChannel, this.onOrderChanged) ?? null;
    return stream;
  }

  /** Ends all streams, each with a reconnect delay; new ones are rejected from now on. */
  drain(): void {
    this.isDraining = true;
    this.unsubscribe?.();
    for (const stream of [...this.all]) stream.drain();
  }

  private demandCapacity(owner: string): void {
    const { streamsMax, streamsPerViewerMax } = this.options.limits;
    const retryAfterSeconds = fullRetrySeconds;
    if (this.isDraining || this.all.size >= streamsMax) throw isFull();
    if ((this.countByOwner.get(owner) ?? 0) < streamsPerViewerMax) return;
    const message = `You watch ${streamsPerViewerMax} orders already: end one of those first.`;
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

  private remove(stream: Stream, owner: string): void {
    this.all.delete(stream);
    const ofOrder = this.byOrder.get(stream.orderId);
    ofOrder?.delete(stream);
    if (ofOrder?.size === 0) this.byOrder.delete(stream.orderId);
    const left = (this.countByOwner.get(owner) ?? 1) - 1;
    if (left === 0) this.countByOwner.delete(owner);
    else this.countByOwner.set(owner, left);
    if (this.all.size > 0 || this.clock === null) return;
    clearInterval(this.clock);
    this.clock = null;
  }

  private readonly onOrderChanged = (message: string): void => {
    if (message === '') {
      for (const stream of this.all) stream.onOrderChanged(null);
      return;
    }
    const { orderId, version } = JSON.parse(message) as { orderId: string; version: number };
    for (const stream of this.byOrder.get(orderId) ?? []) stream.onOrderChanged(version);
  };

  private readonly tick = (): void => {
    const { heartbeatMs, slowReaderMs } = this.options.limits;
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
