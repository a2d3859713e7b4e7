import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { ByteBudget } from '../../platform/values/byte-budget';
import { codeOf, gatewayError, maskError, retryAfterSeconds } from '../errors';
import type { Viewers } from '../identity/viewer';
import {
  missedChangeMsMax,
  reconnectPauseMsMax,
  reconnectPauseMsMin,
  rereadPauseMs,
  streamEndDeadlineMs,
} from '../limits';
import type { Watch } from './admission';
import { completeEvent, nextEvent, type Result } from './events';
import type { StreamEnd } from './metrics';
import type { Reading } from './read-order';
import type { SharedReads } from './shared-reads';

/** A line that says nothing, but that it can still be said. */
const heartbeat = ':\n\n';

export interface StreamOptions {
  readonly watch: Watch;
  readonly requestId: string;
  readonly address: string;
  /** The headers that say who is asking, to be asked again. */
  readonly credentials: { readonly authorization?: string; readonly 'x-api-key'?: string };
  readonly response: ServerResponse;
  readonly viewerOf: Viewers['of'];
  readonly reads: Pick<SharedReads, 'for'>;
  /** What the readers of all streams have not taken yet. */
  readonly unread: ByteBudget;
  readonly onSent: () => void;
  readonly onEnd: (reason: StreamEnd) => void;
  readonly logger: Logger;
}

/** Until a read is tried again: past the limit of the viewer, when its minute is over. */
export function pauseMsAfter(error: unknown): number {
  const seconds = error instanceof GraphQLError ? retryAfterSeconds([error]) : null;
  return seconds === null ? rereadPauseMs : seconds * 1_000;
}

/** How long a stream may be silent, and a reader take nothing. */
export interface SilenceLimits {
  readonly heartbeatMs: number;
  readonly slowReaderMs: number;
}

/**
 * One order on its way to one reader. Of a state only the newest counts: what changes while a read
 * is under way, or while the reader has not taken the last message, makes one more read when that
 * is over. So no more than one message waits, and versions never go backwards.
 */
export class Stream {
  readonly orderId: string;
  private sentVersion = -1;
  private isStale = false;
  private isUpdating = false;
  private isOpen = false;
  private isEnded = false;
  private reading: AbortController | null = null;
  private blockedAtMs: number | null = null;
  private unreadBytes = 0;
  private writtenAtMs = 0;
  private nextReadAtMs = Number.POSITIVE_INFINITY;

  constructor(private readonly options: StreamOptions) {
    this.orderId = options.watch.orderId;
    options.response.once('close', () => this.end('left'));
    options.response.on('drain', () => {
      this.blockedAtMs = null;
      this.releaseUnread();
      this.update();
    });
  }

  /** Whether the reader has not taken the last message yet. */
  get isBlocked(): boolean {
    return this.blockedAtMs !== null;
  }

  /** The present state, before anything has been answered. */
  async first(): Promise<Reading> {
    const reading = await this.readNow(true);
    this.sentVersion = reading.version;
    return reading;
  }

  /** Nothing was answered, and another answer will be given. */
  abandon(): void {
    this.end('refused');
  }

  /** Begins the answer with the state that `first` gave. */
  open(headers: OutgoingHttpHeaders, first: Reading): void {
    if (this.isEnded) return;
    this.options.response.writeHead(200, headers);
    this.isOpen = true;
    if (first.found === 'state') {
      this.send(first);
      this.update();
    } else this.finish('nothing', first.result);
  }

  /** @param version of the order that there is now; null when it is not known. */
  onOrderChanged(version: number | null): void {
    if (version !== null && version <= this.sentVersion) return;
    this.isStale = true;
    this.update();
  }

  /** What falls due with time. */
  tick(nowMs: number, { heartbeatMs, slowReaderMs }: SilenceLimits): void {
    if (!this.isOpen || this.isEnded) return;
    if (this.blockedAtMs !== null) {
      if (nowMs - this.blockedAtMs > slowReaderMs) this.end('slow');
      return;
    }
    if (nowMs - this.writtenAtMs >= heartbeatMs) this.write(heartbeat);
    if (nowMs >= this.nextReadAtMs) this.onOrderChanged(null);
  }

  /**
   * Ends the stream when its token or key is no longer good.
   * @returns false when that can be told of nobody at the moment.
   */
  async checkAccess(): Promise<boolean> {
    if (!this.isOpen || this.isEnded) return true;
    try {
      await this.options.viewerOf(this.options.credentials, this.options.address);
      return true;
    } catch (error) {
      return this.refused(error) || codeOf(error as GraphQLError) !== 'SERVICE_UNAVAILABLE';
    }
  }

  /** The client is to come again, here or elsewhere: that is no end of the subscription. */
  drain(): void {
    if (!this.isOpen) return;
    const spread = reconnectPauseMsMax - reconnectPauseMsMin;
    const pauseMs = Math.round(reconnectPauseMsMin + Math.random() * spread);
    this.end('drained', `retry: ${pauseMs}\n\n`);
  }

  private update(): void {
    if (this.isUpdating || !this.isOpen) return;
    this.isUpdating = true;
    this.updateWhileStale().catch((error: unknown) => {
      const { logger, requestId } = this.options;
      logger.error({ err: error, requestId }, 'a watched order could not be read');
      this.readIn(rereadPauseMs);
    });
  }

  private async updateWhileStale(): Promise<void> {
    try {
      while (this.isStale && !this.isEnded && !this.isBlocked) {
        await this.readAndSend();
      }
    } finally {
      this.isUpdating = false;
    }
  }

  private async readAndSend(): Promise<void> {
    try {
      this.deliver(await this.readNow());
    } catch (error) {
      if (!this.refused(error)) this.readIn(pauseMsAfter(error));
    }
  }

  private readIn(pauseMs: number): void {
    this.nextReadAtMs = performance.now() + pauseMs;
  }

  private async readNow(isCharged = false): Promise<Reading> {
    const { watch, viewerOf, credentials, address, requestId, reads } = this.options;
    this.isStale = false;
    // Streams that were opened together do not all look again together.
    this.readIn(missedChangeMsMax * (1 - Math.random() / 2));
    const reading = new AbortController();
    this.reading = reading;
    try {
      const viewer = await viewerOf(credentials, address);
      const scope = { viewer, requestId, address, signal: reading.signal };
      const onBegin = () => {
        this.isStale = false;
      };
      return await reads.for(watch, { ...scope, onBegin, isCharged });
    } finally {
      this.reading = null;
    }
  }

  private deliver(reading: Reading): void {
    if (this.isEnded) return;
    if (reading.found === 'nothing') this.finish('nothing', reading.result);
    else if (reading.found === 'unknown') this.readIn(rereadPauseMs);
    // A sign of life may have filled the connection meanwhile: then it is read anew, once it drains.
    else if (this.isBlocked) this.isStale = true;
    else if (reading.version > this.sentVersion) this.send(reading);
  }

  private send({ result, version }: Reading): void {
    this.sentVersion = version;
    this.write(nextEvent(result));
    this.options.onSent();
  }

  private write(text: string): void {
    this.writtenAtMs = performance.now();
    const { response, unread } = this.options;
    if (response.write(text)) return;
    this.blockedAtMs = this.writtenAtMs;
    const bytes = response.writableLength;
    if (unread.reserve(bytes)) this.unreadBytes += bytes;
    else this.end('slow');
  }

  private releaseUnread(): void {
    this.options.unread.release(this.unreadBytes);
    this.unreadBytes = 0;
  }

  /** @returns whether it is known that the stream ends here. */
  private refused(error: unknown): boolean {
    if (!(error instanceof GraphQLError)) throw error;
    if (codeOf(error) !== 'UNAUTHENTICATED') return false;
    const shown = maskError(error.toJSON(), false);
    shown.extensions.requestId = this.options.requestId;
    this.finish('signed out', { errors: [shown] });
    return true;
  }

  /** The last message, and that there will be no other. */
  private finish(reason: StreamEnd, result: Result): void {
    this.end(reason, nextEvent(result) + completeEvent);
  }

  private end(reason: StreamEnd, lastWords = ''): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.reading?.abort(gatewayError('TIMEOUT', 'The client has gone.'));
    const { response, onEnd } = this.options;
    this.releaseUnread();
    onEnd(reason);
    if (!this.isOpen) return;
    // Behind what the reader does not take, no word would arrive.
    if (this.isBlocked) {
      response.destroy();
      return;
    }
    response.end(lastWords);
    const cut = setTimeout(() => response.destroy(), streamEndDeadlineMs).unref();
    response.once('close', () => clearTimeout(cut));
  }
}
