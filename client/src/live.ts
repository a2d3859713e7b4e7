import type { Operation } from './document';
import { ClientError, HttpError } from './errors';
import { EventParser } from './event-parser';
import { type Answer, answerIn } from './exchange';
import { pauseMs } from './retry';
import { acceptsJson, type Connection, Failure, Sender } from './sender';
import type { OpenedStream, OpenStream } from './stream';
import { Limit, sleep, throwIfAborted } from './waiting';

export interface LiveLimits {
  readonly silenceMs: number;
  readonly offlineMs: number;
  readonly onConnection?: ((isConnected: boolean) => void) | undefined;
}

const eventStream = 'text/event-stream';

/** A subscription, over as many connections as it takes. */
export class LiveUpdate extends Sender {
  private lastMessage: string | null = null;
  private connectedMs = 0;

  constructor(
    connection: Connection,
    private readonly open: OpenStream,
    operation: Operation,
    variables: Readonly<Record<string, unknown>>,
    private readonly limits: LiveLimits,
    signal?: AbortSignal,
  ) {
    super(
      connection,
      operation,
      { variables, idempotencyKey: undefined, isRepeatable: true },
      signal,
    );
  }

  /**
   * The messages until the API completes them. After a lost connection the first one may repeat the
   * last: it is left out.
   * @throws ClientError when the API refuses, or cannot be reached for too long.
   */
  async *messages(): AsyncGenerator<Answer<unknown>, void, undefined> {
    this.connectedMs = Date.now();
    for (;;) {
      this.attempts += 1;
      try {
        yield* this.messagesOnce();
        return;
      } catch (failure) {
        await this.pauseAfter(failure);
      }
    }
  }

  /** @throws the error, if there is nothing to wait for. */
  private async pauseAfter(failure: unknown): Promise<void> {
    if (!(failure instanceof Failure)) throw failure;
    const pause = pauseMs(this.connection.retries, this.attempts, failure.retryAfterMs);
    const isOver = Date.now() + pause - this.connectedMs > this.limits.offlineMs;
    if (!failure.isRetryable || isOver) throw failure.error;
    await sleep(pause, this.signal);
  }

  private async *messagesOnce(): AsyncGenerator<Answer<unknown>, void, undefined> {
    let isFirst = true;
    for await (const text of this.connectOnce()) {
      const isRepeated = isFirst && text === this.lastMessage;
      const answer = answerIn(text);
      this.attempts = 0;
      this.lastMessage = text;
      isFirst = false;
      if (answer && !isRepeated) yield answer;
      this.connectedMs = Date.now();
    }
  }

  /** The texts of one connection; ends when the API completes. @throws Failure */
  private async *connectOnce(): AsyncGenerator<string, void, undefined> {
    throwIfAborted(this.signal);
    const limit = new Limit(this.signal, this.connection.attemptMs);
    const parser = new EventParser();
    try {
      const { pieces } = await this.opened(limit);
      this.limits.onConnection?.(true);
      limit.restart(this.limits.silenceMs);
      for await (const piece of pieces) {
        // The consumer takes its time with a message: only the wait for the next one counts.
        limit.pause();
        for (const { event, data } of parser.push(piece)) {
          if (event === 'complete') return;
          if (event === 'next') yield data;
        }
        limit.restart(this.limits.silenceMs);
      }
      throw new Error('the connection ended');
    } catch (error) {
      if (error instanceof Failure || error instanceof ClientError) throw error;
      throw this.lost(error, limit.hasExpired, parser.retryMs);
    } finally {
      this.limits.onConnection?.(false);
      limit.end();
      limit.abort();
    }
  }

  private async opened(limit: Limit): Promise<OpenedStream> {
    for (;;) {
      const request = await this.request(`${eventStream}, ${acceptsJson}`);
      const stream = await this.open({ ...request, signal: limit.signal });
      if (stream.header('content-type')?.startsWith(eventStream)) return stream;
      let text = '';
      for await (const piece of stream.pieces) text += piece;
      const { status, header } = stream;
      const answer = await this.judge(status, header, text);
      if (answer) throw new HttpError(status, 'The operation is not a subscription.');
    }
  }
}
