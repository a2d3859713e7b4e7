import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { decimalFromMinor } from '../../platform/values/money';
import type { AuthorizeOutcome } from '../provider';
import {
  type Authorization,
  type Ledger,
  moneyFingerprint,
  type Operation,
  voidFingerprint,
} from './ledger';
import { outcomeOf } from './outcome';
import { failsOnPurpose, keyReused, type RefusalCode, refused } from './problem';
import type { Settlements } from './settlements';
import { ruleOf, type TokenRule } from './tokens';

export interface MoneyRequest {
  amountMinor: bigint;
  currency: string;
}
export interface AuthorizationRequest extends MoneyRequest {
  key: string;
  token: string;
  callbackUrl?: string | undefined;
  returnUrl?: string | undefined;
}
export interface MovementRequest extends MoneyRequest {
  key: string;
  authorizationKey: string;
}
export interface VoidRequest {
  key: string;
  authorizationKey: string;
}

export interface AuthorizationReply {
  outcome: AuthorizeOutcome;
  /** Whether to drop the connection instead of responding. */
  losesAnswer: boolean;
}

interface BankOptions {
  ledger: Ledger;
  settlements: Settlements;
  redirectUrlOf: (pageId: string) => string;
  actionLifetimeMs: number;
}

/**
 * Moves the money. Each verb reads, decides and records synchronously, so two requests never decide
 * on the same state; only then does it wait for the disk and respond. All verbs throw Problem.
 */
export class Bank {
  /** Authorizations whose token makes the decision slow. */
  private readonly deciding = new Map<string, { fingerprint: string; end: Promise<boolean> }>();

  constructor(private readonly options: BankOptions) {}

  /** A repeated key returns the current state of the authorization. */
  async authorize(input: AuthorizationRequest): Promise<AuthorizationReply> {
    const { ledger } = this.options;
    const rule = ruleOf(input.token);
    const fingerprint = authorizationFingerprint(input);
    const earlier = this.deciding.get(input.key);
    if (earlier && earlier.fingerprint !== fingerprint) throw keyReused();
    if (earlier) await earlier.end;

    let isNew = false;
    if (!this.knownOutcome(input.key, fingerprint)) {
      if (this.countsAsFailure(input.key, fingerprint, rule.failuresFirst)) return this.fail();
      isNew =
        rule.waitMs > 0
          ? await this.recordLater(input, rule, fingerprint)
          : this.recordAuthorization(input, rule);
    }
    const outcome = this.knownOutcome(input.key, fingerprint);
    await ledger.durable();
    if (!outcome) throw new Error(`${input.key} was recorded but is not in the ledger.`);
    return { outcome, losesAnswer: isNew && rule.losesAnswer };
  }

  /** Null for a key that was neither authorised nor voided. */
  async lookup(key: string): Promise<AuthorizeOutcome | null> {
    await this.deciding.get(key)?.end;
    const outcome = this.presentOutcome(key);
    await this.options.ledger.durable();
    return outcome;
  }

  capture(input: MovementRequest): Promise<{ reference: string }> {
    return this.move('capture', input, captureRefusal);
  }

  refund(input: MovementRequest): Promise<{ reference: string }> {
    return this.move('refund', input, refundRefusal);
  }

  async void(input: VoidRequest): Promise<{ reference: string }> {
    const { ledger, settlements } = this.options;
    const { key, authorizationKey } = input;
    const fingerprint = voidFingerprint(input);
    const known = this.knownOperation(key, fingerprint);
    if (known) return this.answer(known);

    const authorization = ledger.authorization(authorizationKey);
    const heldMinor = heldBy(authorization);
    if (heldMinor === 0n && (authorization?.capturedMinor ?? 0n) > 0n) {
      return this.refuse(key, fingerprint, 'already_captured');
    }
    const released =
      authorization && heldMinor !== null
        ? moneyOf({ amountMinor: heldMinor, currency: authorization.currency })
        : undefined;
    const reference = newReference('void');
    ledger.record({ type: 'void', key, authorizationKey, reference, released, at: now() });
    settlements.cancel(authorizationKey);
    await ledger.durable();
    return { reference };
  }

  private async move(
    type: 'capture' | 'refund',
    input: MovementRequest,
    refusalOf: typeof captureRefusal,
  ): Promise<{ reference: string }> {
    const { ledger } = this.options;
    const request = { ...moneyOf(input), authorizationKey: input.authorizationKey };
    const fingerprint = moneyFingerprint(type, request);
    const known = this.knownOperation(input.key, fingerprint);
    if (known) return this.answer(known);

    const authorization = ledger.authorization(input.authorizationKey);
    const refusal = refusalOf(authorization, input);
    if (refusal) return this.refuse(input.key, fingerprint, refusal);
    const { captureFailuresFirst } = ruleOf(authorization?.token ?? '');
    const failures = type === 'capture' ? captureFailuresFirst : 0;
    if (this.countsAsFailure(input.key, fingerprint, failures)) return this.fail();

    const reference = newReference(type === 'capture' ? 'cap' : 'ref');
    ledger.record({ type, key: input.key, reference, ...request, at: now() });
    await ledger.durable();
    return { reference };
  }

  private presentOutcome(key: string): AuthorizeOutcome | null {
    const authorization = this.options.ledger.authorization(key);
    if (authorization) return outcomeOf(authorization, this.options.redirectUrlOf);
    return this.options.ledger.isTombstone(key) ? { outcome: 'voided' } : null;
  }

  private knownOutcome(key: string, fingerprint: string): AuthorizeOutcome | null {
    const { ledger } = this.options;
    const known = ledger.authorization(key);
    if (known && authorizationFingerprint(known) !== fingerprint) throw keyReused();
    if (ledger.operation(key) || this.isAnotherAttempt(key, fingerprint)) throw keyReused();
    return this.presentOutcome(key);
  }

  private knownOperation(key: string, fingerprint: string): Operation | undefined {
    const { ledger } = this.options;
    const known = ledger.operation(key);
    if (known && known.fingerprint !== fingerprint) throw keyReused();
    if (ledger.authorization(key) || this.deciding.has(key)) throw keyReused();
    if (this.isAnotherAttempt(key, fingerprint)) throw keyReused();
    return known;
  }

  private isAnotherAttempt(key: string, fingerprint: string): boolean {
    const attempts = this.options.ledger.attemptsOf(key);
    return attempts !== undefined && attempts.fingerprint !== fingerprint;
  }

  private async answer(known: Operation): Promise<{ reference: string }> {
    await this.options.ledger.durable();
    if ('refusal' in known.result) throw refused(known.result.refusal);
    return known.result;
  }

  private async refuse(key: string, fingerprint: string, code: RefusalCode): Promise<never> {
    this.options.ledger.record({ type: 'refusal', key, fingerprint, code, at: now() });
    await this.options.ledger.durable();
    throw refused(code);
  }

  /** Whether this request is one of the first ones with its key, which must fail. */
  private countsAsFailure(key: string, fingerprint: string, failures: number): boolean {
    const { ledger } = this.options;
    if ((ledger.attemptsOf(key)?.count ?? 0) >= failures) return false;
    ledger.record({ type: 'attempt', key, fingerprint, at: now() });
    return true;
  }

  private async fail(): Promise<never> {
    await this.options.ledger.durable();
    throw failsOnPurpose();
  }

  private recordLater(
    input: AuthorizationRequest,
    rule: TokenRule,
    fingerprint: string,
  ): Promise<boolean> {
    const end = wait(rule.waitMs)
      .then(() => this.recordAuthorization(input, rule))
      .finally(() => this.deciding.delete(input.key));
    this.deciding.set(input.key, { fingerprint, end });
    return end;
  }

  /** False, without a record, if a void came first. */
  private recordAuthorization(input: AuthorizationRequest, rule: TokenRule): boolean {
    const { ledger, settlements, actionLifetimeMs } = this.options;
    if (ledger.isTombstone(input.key)) return false;
    const isAction = rule.outcome === 'action_required';
    const settlesAfterMs = isAction ? actionLifetimeMs : rule.settlesAfterMs;
    ledger.record({
      type: 'authorization',
      key: input.key,
      reference: newReference('auth'),
      ...moneyOf(input),
      token: input.token,
      status: rule.outcome,
      declineCode: rule.declineCode ?? undefined,
      callbackUrl: input.callbackUrl,
      returnUrl: input.returnUrl,
      settlesAt:
        settlesAfterMs === null ? undefined : new Date(Date.now() + settlesAfterMs).toISOString(),
      pageId: isAction ? randomUUID() : undefined,
      at: now(),
    });
    const authorization = ledger.authorization(input.key);
    if (authorization) settlements.schedule(authorization);
    return true;
  }
}

/**
 * The data that a repeated request must match, without the URLs, which may change between attempts.
 */
function authorizationFingerprint(input: MoneyRequest & { token: string }): string {
  return `authorization ${input.amountMinor} ${input.currency} ${input.token}`;
}

/** The amount that is authorised and not captured; null if nothing is held. */
function heldBy(authorization: Authorization | undefined): bigint | null {
  if (authorization?.status !== 'authorized') return null;
  return authorization.amountMinor - authorization.capturedMinor;
}

function captureRefusal(
  authorization: Authorization | undefined,
  input: MoneyRequest,
): RefusalCode | null {
  if (!authorization) return 'authorization_unknown';
  if (authorization.status === 'voided') return 'authorization_voided';
  if (authorization.status === 'declined') return 'authorization_declined';
  if (authorization.status !== 'authorized') return 'authorization_not_settled';
  if (authorization.currency !== input.currency) return 'currency_differs';
  const left = authorization.amountMinor - authorization.capturedMinor;
  return input.amountMinor > left ? 'capture_exceeds_authorization' : null;
}

function refundRefusal(
  authorization: Authorization | undefined,
  input: MoneyRequest,
): RefusalCode | null {
  if (!authorization) return 'authorization_unknown';
  if (authorization.currency !== input.currency) return 'currency_differs';
  const left = authorization.capturedMinor - authorization.refundedMinor;
  return input.amountMinor > left ? 'refund_exceeds_capture' : null;
}

function moneyOf({ amountMinor, currency }: MoneyRequest): { amount: string; currency: string } {
  return { amount: decimalFromMinor(amountMinor, currency), currency };
}

function newReference(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

function now(): string {
  return new Date().toISOString();
}
