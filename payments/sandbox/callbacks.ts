import { signCallback } from '../callback-signature';
import type { AuthorizeOutcome } from '../provider';
import type { Authorization, Ledger, OwedCallback } from './ledger';
import { authorizedOutcome } from './outcome';

const attemptsMax = 60;
const attemptDeadlineMs = 5_000;
const firstPauseMs = 250;
const pauseMsMax = 60_000;
/** A receiver that was away longer finds out by looking the authorization up. */
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
  /** Called when the ledger fails. */
  onFailure: (error: Error) => void;
}

/**
 * Tells the owner of an authorization what became of it: signed, again and again with growing
 * pauses until a 2xx comes. What is owed stands in the ledger, so it survives a crash.
 */
export class Callbacks {
  private readonly due: Delivery[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: CallbacksOptions) {}

  /** Takes up what an earlier process still owed. */
  resume(): void {
    for (const callback of this.options.ledger.owedCallbacks()) this.enqueue(callback);
  }

  /** Begins to deliver a callback that the ledger holds durably. */
  send(callbackId: string): void {
    const callback = this.options.ledger.owedCallback(callbackId);
    if (callback) this.enqueue(callback);
  }

  /** Lets go of everything; what is not delivered stays owed. */
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
    // Not the receiver's fault: the attempt was broken off here.
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

  /** Null when the receiver took it, else why not. */
  private async post(callback: OwedCallback): Promise<string | null> {
    const authorization = this.options.ledger.authorization(callback.authorizationKey);
    if (authorization?.callbackUrl === undefined) return 'nobody to tell';
    const body = JSON.stringify({
      type: 'authorization.settled',
      timestamp: new Date(callback.since).toISOString(),
      data: {
        idempotencyKey: authorization.key,
        outcome: settledOutcome(authorization, callback),
      },
    });
    // Signed anew each time: the receiver takes only fresh signatures.
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

/** What was settled then, even if a void has come since. */
function settledOutcome(authorization: Authorization, callback: OwedCallback): AuthorizeOutcome {
  return callback.status === 'authorized'
    ? authorizedOutcome(authorization)
    : { outcome: 'declined', declineCode: authorization.declineCode ?? 'card_declined' };
}

/** Doubles up to a minute; half of it is chance, so that a returning receiver is not flooded. */
function pauseMsAfter(attempts: number): number {
  const pauseMs = Math.min(pauseMsMax, firstPauseMs * 2 ** (attempts - 1));
  return pauseMs / 2 + (Math.random() * pauseMs) / 2;
}
