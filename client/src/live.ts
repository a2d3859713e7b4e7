import type { Operation } from './document';
import { ClientError, HttpError, SessionEndedError } from './errors';
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

/** Lists say what has changed: the same one twice is two changes, and not a repeated state. */
const hasList = (answer: Answer<unknown> | null): boolean =>
  Object.values(answer?.data ?? {}).some(Array.isArray);

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
        const isComplete = yield* this.messagesOnce();
        if (isComplete) return;
        // Random, because the tokens of many clients may expire together.
        await sleep(pauseMs(this.connection.retries, 1), this.signal);
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

  /** @returns false if the token expired and there is another one: then it is connected again. */
  private async *messagesOnce(): AsyncGenerator<Answer<unknown>, boolean, undefined> {
    let isFirst = true;
    for await (const text of this.connectOnce()) {
      const answer = answerIn(text);
      const isRepeated = isFirst && text === this.lastMessage && !hasList(answer);
      if (await this.isRenewedAfter(answer?.errors ?? [])) return false;
      this.attempts = 0;
      this.lastMessage = text;
      isFirst = false;
      if (answer && !isRepeated) yield answer;
    }
    return true;
  }

  /** A session that could not be refreshed may still be valid: as after a lost connection. */
  protected override async renew(): Promise<boolean> {
    try {
      return await super.renew();
    } catch (error) {
      const isPassing = error instanceof ClientError && !(error instanceof SessionEndedError);
      throw isPassing ? new Failure(error, true) : error;
    }
  }

  /** The texts of one connection; ends when the API completes. @throws Failure */
  private async *connectOnce(): AsyncGenerator<string, void, undefined> {
    throwIfAborted(this.signal);
    const limit = new Limit(this.signal, this.connection.attemptMs);
    const parser = new EventParser();
    let isHeard = false;
    try {
      const { pieces } = await this.opened(limit);
      this.tokenAccepted();
      this.limits.onConnection?.(true);
      limit.restart(this.limits.silenceMs);
      for await (const piece of pieces) {
        // The consumer takes its time with a message: only the wait for the next one counts.
        limit.pause();
        isHeard = true;
        // Heartbeats count, too: the stream of who has left does not stay open.
        await this.currentSession();
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
      // However long nothing changed: the time without a connection begins here.
      if (isHeard) this.connectedMs = Date.now();
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
