import type { Operation } from './document';
import type { Answer } from './exchange';
import type { KeyedCall } from './idempotency';
import { pauseMs } from './retry';
import { acceptsJson, type Connection, Failure, Sender } from './sender';
import { Limit, sleep, throwIfAborted } from './waiting';

/** A query or mutation: it is sent until it has an answer, or must not be sent again. */
export class Call extends Sender {
  private readonly endsMs: number;

  constructor(
    connection: Connection,
    operation: Operation,
    keyed: KeyedCall,
    deadlineMs: number,
    signal?: AbortSignal,
  ) {
    super(connection, operation, keyed, signal);
    this.endsMs = Date.now() + deadlineMs;
  }

  /** @throws ClientError without an answer, or the reason of the caller's signal. */
  async answer(): Promise<Answer<unknown>> {
    const { retries } = this.connection;
    for (;;) {
      this.attempts += 1;
      try {
        return await this.attempt();
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        const pause = pauseMs(retries, this.attempts, failure.retryAfterMs);
        const mayRepeat = failure.isRetryable && this.keyed.isRepeatable;
        const isLast = this.attempts >= retries.attemptsMax || Date.now() + pause >= this.endsMs;
        if (!mayRepeat || isLast) throw failure.error;
        await sleep(pause, this.signal);
      }
    }
  }

  /** A refresh that others wait for, too, may take longer than this call has. */
  protected override async renew(): Promise<boolean> {
    const limit = new Limit(this.signal, this.endsMs - Date.now());
    try {
      return await super.renew(limit.signal);
    } catch (error) {
      throw limit.signal.aborted ? this.lost(error, limit.hasExpired) : error;
    } finally {
      limit.end();
    }
  }

  private async attempt(): Promise<Answer<unknown>> {
    for (;;) {
      const { status, headers, text } = await this.exchange();
      const answer = await this.judge(status, (name) => headers.get(name), text);
      if (answer) return answer;
    }
  }

  private async exchange() {
    throwIfAborted(this.signal);
    const { attemptMs, fetch } = this.connection;
    const { url, ...request } = await this.request(acceptsJson);
    const limit = new Limit(this.signal, Math.min(attemptMs, this.endsMs - Date.now()));
    try {
      const response = await fetch(url, { method: 'POST', ...request, signal: limit.signal });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw this.lost(error, limit.hasExpired);
    } finally {
      limit.end();
    }
  }
}
