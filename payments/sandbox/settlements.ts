import { randomUUID } from 'node:crypto';
import { decimalFromMinor } from '../../platform/values/money';
import type { Callbacks } from './callbacks';
import { type Authorization, isUndecided, type Ledger } from './ledger';

/** Decides authorizations that were not decided at once, when their time or their buyer comes. */
export class Settlements {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly ledger: Ledger,
    private readonly callbacks: Callbacks,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /** Takes up what an earlier process left undecided; what is overdue is decided at once. */
  resume(): void {
    for (const authorization of this.ledger.undecided()) this.schedule(authorization);
  }

  /** Does nothing for an authorization that is decided already. */
  schedule(authorization: Authorization): void {
    const { key, settlesAt } = authorization;
    if (!isUndecided(authorization) || settlesAt === null) return;
    const waitMs = Math.max(0, settlesAt - Date.now());
    this.timers.set(
      key,
      setTimeout(() => this.settleInTime(key), waitMs),
    );
  }

  /** Forgets the timer of an authorization that a void has decided. */
  cancel(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }

  /**
   * Authorises or declines an undecided authorization and has its owner told; resolves when that
   * is durable. One that is decided already stays as it is.
   */
  async settle(key: string, decision: 'authorized' | 'declined'): Promise<void> {
    this.cancel(key);
    const authorization = this.ledger.authorization(key);
    if (!authorization || !isUndecided(authorization)) return this.ledger.durable();
    const callbackId = authorization.callbackUrl === undefined ? undefined : newCallbackId();
    const { amountMinor, currency, reference } = authorization;
    this.ledger.record({
      type: 'settlement',
      key,
      reference,
      amount: decimalFromMinor(amountMinor, currency),
      currency,
      status: decision,
      declineCode: decision === 'declined' ? 'authentication_expired' : undefined,
      callbackId,
      at: new Date().toISOString(),
    });
    await this.ledger.durable();
    if (callbackId !== undefined) this.callbacks.send(callbackId);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private settleInTime(key: string): void {
    // A payment authorises by itself; an action that nobody took in time does not.
    const isPending = this.ledger.authorization(key)?.status === 'pending';
    this.settle(key, isPending ? 'authorized' : 'declined').catch(this.onFailure);
  }
}

function newCallbackId(): string {
  return `evt_${randomUUID().replaceAll('-', '')}`;
}
