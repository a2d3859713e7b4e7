import { signCallback } from '../callback-signature';
import type { AuthorizeOutcome } from '../provider';
import type { Authorization, Ledger, OwedCallback } from './ledger';
import { authorizedOutcome } from './outcome';

const attemptsMax = 60;
const attemptDeadlineMs = 5_000;
const firstPauseMs = 250;
const pauseMsMax = 60_000;
/** A receiver that was unavailable for longer has to look up the authorization. */
const lifetimeMs = 60 * 60_000;
const parallelMax = 16;

interface Delivery {
  callback: OwedCallback;
  attempts: number;
}

interface CallbacksOptions {
  ledger: Ledger;
  secret: string;
  log: (event: string, details: Record<string, unknown>) => void;
  /** Called if the ledger fails. */
  onFailure: (error: Error) => void;
}

/**
 * Sends signed callbacks with the outcome of authorizations, with exponential backoff until a 2xx
 * response. Undelivered callbacks are in the ledger, so they survive a crash.
 */
export class Callbacks {
  private readonly due: Delivery[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: CallbacksOptions) {}

  /** Resumes the deliveries of an earlier process. */
  resume(): void {
    for (const callback of this.options.ledger.owedCallbacks()) this.enqueue(callback);
  }

  /** Starts to deliver a callback that is durable in the ledger. */
  send(callbackId: string): void {
    const callback = this.options.ledger.owedCallback(callbackId);
    if (callback) this.enqueue(callback);
  }

  /** Aborts all attempts; undelivered callbacks stay in the ledger. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.due.length = 0;
    await Promise.all(this.running);
  }

  private enqueue(callback: OwedCallback): void {
    this.due.push({ callback, attempts: 0 });
    this.pump();
  }

  private pump(): void {
    while (this.running.size < parallelMax && !this.stopping.signal.aborted) {
      const delivery = this.due.shift();
      if (!delivery) return;
      const run: Promise<void> = this.attempt(delivery)
        .catch(this.options.onFailure)
        .finally(() => {
          this.running.delete(run);
          this.pump();
        });
      this.running.add(run);
    }
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { callback } = delivery;
    delivery.attempts += 1;
    const failure = await this.post(callback);
    if (failure === null) return this.finish(callback, 'delivered');
    // The attempt was aborted here, so it does not count.
    if (this.stopping.signal.aborted) return;
    const isTooLate = Date.now() > callback.since + lifetimeMs;
    if (isTooLate || delivery.attempts >= attemptsMax) {
      this.options.log('callback_given_up', { id: callback.id, failure });
      return this.finish(callback, 'given_up');
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.due.push(delivery);
      this.pump();
    }, pauseMsAfter(delivery.attempts));
    this.timers.add(timer);
  }

  private async finish(callback: OwedCallback, state: 'delivered' | 'given_up'): Promise<void> {
    const { ledger } = this.options;
    ledger.record({ type: 'callback', id: callback.id, state, at: new Date().toISOString() });
    await ledger.durable();
  }

  /** Null if the receiver accepted it, otherwise the reason. */
  private async post(callback: OwedCallback): Promise<string | null> {
    const authorization = this.options.ledger.authorization(callback.authorizationKey);
    if (authorization?.callbackUrl === undefined) return 'no callback URL';
    const body = JSON.stringify({
      type: 'authorization.settled',
      timestamp: new Date(callback.since).toISOString(),
      data: {
        idempotencyKey: authorization.key,
        outcome: settledOutcome(authorization, callback),
      },
    });
    // Signed for each attempt, because receivers accept only recent signatures.
    const signature = signCallback(this.options.secret, callback.id, new Date(), body);
    try {
      const response = await fetch(authorization.callbackUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(attemptDeadlineMs)]),
      });
      await response.body?.cancel();
      return response.ok ? null : `HTTP ${response.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** The outcome at that time, even if a void has followed. */
function settledOutcome(authorization: Authorization, callback: OwedCallback): AuthorizeOutcome {
  return callback.status === 'authorized'
    ? authorizedOutcome(authorization)
    : { outcome: 'declined', declineCode: authorization.declineCode ?? 'card_declined' };
}

/** Exponential backoff up to a minute with 50 % jitter, to avoid a thundering herd. */
function pauseMsAfter(attempts: number): number {
  const pauseMs = Math.min(pauseMsMax, firstPauseMs * 2 ** (attempts - 1));
  return pauseMs / 2 + (Math.random() * pauseMs) / 2;
}
