import { randomUUID } from 'node:crypto';
import { decimalFromMinor } from '../../platform/values/money';
import type { Callbacks } from './callbacks';
import { type Authorization, isUndecided, type Ledger } from './ledger';

/** How an undecided authorization ends; a decline is named by its code. */
export type Decision = 'authorized' | 'authentication_failed' | 'authentication_expired';

/** Decides pending authorizations, by time or by the buyer's action. */
export class Settlements {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly ledger: Ledger,
    private readonly callbacks: Callbacks,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /**
   * Resumes the undecided authorizations of an earlier process; overdue ones are decided at once.
   */
  resume(): void {
    for (const authorization of this.ledger.undecided()) this.schedule(authorization);
  }

  /** Has no effect on a decided authorization. */
  schedule(authorization: Authorization): void {
    const { key, settlesAt } = authorization;
    if (!isUndecided(authorization) || settlesAt === null) return;
    const waitMs = Math.max(0, settlesAt - Date.now());
    this.timers.set(
      key,
      setTimeout(() => this.settleInTime(key), waitMs),
    );
  }

  /** Clears the timer of a voided authorization. */
  cancel(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }

  /**
   * Authorises or declines an undecided authorization and sends its callback; resolves when that is
   * durable. Decided ones do not change.
   */
  async settle(key: string, decision: Decision): Promise<void> {
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
      ...(decision === 'authorized'
        ? { status: decision }
        : { status: 'declined', declineCode: decision }),
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
    // A pending payment is authorised; one that still needs the buyer is declined.
    const isPending = this.ledger.authorization(key)?.status === 'pending';
    this.settle(key, isPending ? 'authorized' : 'authentication_expired').catch(this.onFailure);
  }
}

function newCallbackId(): string {
  return `evt_${randomUUID().replaceAll('-', '')}`;
}
