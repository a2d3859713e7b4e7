import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Viewer } from '../../platform/requests/viewer';
import type { ByteBudget } from '../../platform/values/byte-budget';
import { codeOf, type ErrorDisplay, maskError, retryAfterSeconds } from '../errors';
import { clientGone } from '../http/deadline';
import type { Viewers } from '../identity/viewer';
import type { Watch } from './admission';
import type { Framing, Result } from './framing';
import {
  reconnectPauseMsMax,
  reconnectPauseMsMin,
  rereadPauseMs,
  streamEndDeadlineMs,
} from './limits';
import type { StreamEnd } from './metrics';
import type { Reading } from './read-order';
import type { SharedReads } from './shared-reads';

export interface StreamOptions {
  readonly watch: Watch;
  readonly requestId: string;
  readonly address: string;
  /** The credential headers, for repeated checks. */
  readonly credentials: Readonly<
    Partial<Record<'authorization' | 'x-api-key' | 'x-buyer-ip', string>>
  >;
  readonly response: ServerResponse;
  readonly framing: Framing;
  readonly display: ErrorDisplay;
  readonly viewerOf: Viewers['of'];
  readonly reads: Pick<SharedReads, 'for'>;
  /** The unread messages of all streams. */
  readonly unread: ByteBudget;
  readonly onSent: () => void;
  readonly onEnd: (reason: StreamEnd) => void;
  readonly logger: Logger;
}

/** Delay before a retry; if the viewer exceeded its rate limit, until its window ends. */
export function pauseMsAfter(error: unknown): number {
  const seconds = error instanceof GraphQLError ? retryAfterSeconds([error]) : null;
  return seconds === null ? rereadPauseMs : seconds * 1_000;
}

/** Heartbeat interval, and time limit for slow readers. */
export interface SilenceLimits {
  readonly heartbeatMs: number;
  readonly slowReaderMs: number;
}

/**
 * Sends what one reader watches. Only the latest state counts: changes during a read, or while the
 * last message is unread, cause one further read afterwards. So at most one message waits.
 */
export abstract class Stream {
  private isUpdating = false;
  private isOpen = false;
  private isEnded = false;
  private isDraining = false;
  private reading: AbortController | null = null;
  private blockedAtMs: number | null = null;
  private unreadBytes = 0;
  private writtenAtMs = 0;
  private nextReadAtMs = Number.POSITIVE_INFINITY;

  constructor(protected readonly options: StreamOptions) {
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

  /** Reads before the response starts. @throws what the request is refused for. */
  abstract first(): Promise<Reading>;
  /** Sends the result of the first read, or what else begins the stream. */
  protected abstract begin(first: Reading): void;
  /** Whether a read is due. */
  protected abstract isDue(nowMs: number): boolean;
  protected abstract readAndSend(): Promise<void>;
  /** Called when the time of the next read has come. */
  protected abstract onReadTime(): void;

  /** Abandons the stream before the response starts; another response will be sent. */
  abandon(): void {
    this.end('refused');
  }

  /** Starts the response with the state from `first`. */
  open(headers: OutgoingHttpHeaders, first: Reading): void {
    if (this.isEnded) return;
    const { response, framing } = this.options;
    response.writeHead(200, { ...headers, ...framing.headers });
    if (framing.opening !== '') response.write(framing.opening);
    this.isOpen = true;
    if (first.found === 'state') {
      this.begin(first);
      this.update();
    } else this.finish('nothing', first.result);
    if (this.isDraining) this.drain();
  }

  /** Performs time-based checks. */
  tick(nowMs: number, { heartbeatMs, slowReaderMs }: SilenceLimits): void {
    if (!this.isOpen || this.isEnded) return;
    if (this.blockedAtMs !== null) {
      if (nowMs - this.blockedAtMs > slowReaderMs) this.end('slow');
      return;
    }
    if (nowMs - this.writtenAtMs >= heartbeatMs) this.sendHeartbeat();
    if (nowMs >= this.nextReadAtMs) this.onReadTime();
  }

  /**
   * Ends the stream if its token or key is no longer valid.
   * @returns false if credentials cannot be checked at the moment.
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

  /** Asks the client to reconnect, here or elsewhere; the subscription does not end. */
  drain(): void {
    this.isDraining = true;
    // One that waits for its first read drains when it opens.
    if (!this.isOpen) return;
    const spread = reconnectPauseMsMax - reconnectPauseMsMin;
    const pauseMs = Math.round(reconnectPauseMsMin + Math.random() * spread);
    const { display, framing, requestId, response } = this.options;
    // An open connection would lead the client back to this gateway.
    response.once('finish', () => response.socket?.destroySoon());
    this.end('drained', framing.reconnection(pauseMs, requestId, display));
  }

  /** Reads and sends until nothing is due. */
  protected update(): void {
    if (this.isUpdating || !this.isOpen) return;
    this.isUpdating = true;
    this.updateWhileDue().catch((error: unknown) => {
      const { logger, requestId } = this.options;
      logger.error({ err: error, requestId }, 'reading a watched order failed');
      this.readIn(rereadPauseMs);
    });
  }

  private async updateWhileDue(): Promise<void> {
    try {
      while (this.isDue(performance.now()) && !this.isEnded && !this.isBlocked) {
        try {
          await this.readAndSend();
        } catch (error) {
          if (!this.refused(error)) this.readIn(pauseMsAfter(error));
        }
      }
    } finally {
      this.isUpdating = false;
    }
  }

  protected readIn(pauseMs: number): void {
    this.nextReadAtMs = performance.now() + pauseMs;
  }

  /** @param onBegin called when the read starts: it includes earlier changes. */
  protected async read(watch: Watch, onBegin: () => void, isCharged: boolean): Promise<Reading> {
    const { viewerOf, credentials, address, requestId, reads } = this.options;
    const reading = new AbortController();
    this.reading = reading;
    try {
      const viewer = await viewerOf(credentials, address);
      this.demandRights(viewer);
      const scope = { viewer, requestId, address, signal: reading.signal };
      return await reads.for(watch, { ...scope, onBegin, isCharged });
    } finally {
      this.reading = null;
    }
  }

  /** @throws FORBIDDEN if this viewer may not have the stream. */
  protected demandRights(_viewer: Viewer): void {
    // Rights to a single order are those of the query that reads it.
  }

  /** Whether the stream has ended. */
  protected get isOver(): boolean {
    return this.isEnded;
  }

  protected send(result: Result): void {
    this.write(this.options.framing.message(result));
    this.options.onSent();
  }

  protected sendHeartbeat(): void {
    this.write(this.options.framing.heartbeat);
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

  /** @returns whether the stream ends here. */
  private refused(error: unknown): boolean {
    if (!(error instanceof GraphQLError)) throw error;
    const code = codeOf(error);
    if (code !== 'UNAUTHENTICATED' && code !== 'FORBIDDEN') return false;
    const shown = maskError(error.toJSON(), this.options.display);
    shown.extensions.requestId = this.options.requestId;
    this.finish(code === 'FORBIDDEN' ? 'nothing' : 'signed out', { errors: [shown] });
    return true;
  }

  /** Sends the last message and completes the subscription. */
  protected finish(reason: StreamEnd, result: Result): void {
    const { framing } = this.options;
    this.end(reason, framing.message(result) + framing.completion);
  }

  private end(reason: StreamEnd, lastWords = ''): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.reading?.abort(clientGone());
    const { response, onEnd } = this.options;
    this.releaseUnread();
    onEnd(reason);
    if (!this.isOpen) return;
    // The end would not arrive behind unread data.
    if (this.isBlocked) {
      response.destroy();
      return;
    }
    response.end(lastWords);
    const cut = setTimeout(() => response.destroy(), streamEndDeadlineMs).unref();
    response.once('close', () => clearTimeout(cut));
  }
}
