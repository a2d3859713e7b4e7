import path from 'node:path';
import { assertNever } from '../../platform/values/assert-never';
import { minorFromDecimal } from '../../platform/values/money';
import { Journal } from './journal';
import { type RefusalCode, unavailable } from './problem';
import {
  type AttemptRecord,
  type AuthorizationRecord,
  type JournalRecord,
  type LedgerLine,
  ledgerLineOf,
  type SettlementRecord,
  type VoidRecord,
} from './records';

/**
 * Keys are never deleted and take about 0.5 kB of memory each.
 * @exceeded HTTP 503: empty the folder
 * @test payments/sandbox/journal.test.ts
 */
const keysMax = 3_000_000;

/** The current state of an authorization. Amounts in minor units, times in ms since 1970. */
export interface Authorization {
  readonly key: string;
  readonly reference: string;
  readonly token: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly callbackUrl: string | undefined;
  readonly returnUrl: string | undefined;
  readonly pageId: string | undefined;
  readonly settlesAt: number | null;
  status: AuthorizationRecord['status'] | 'voided';
  declineCode: string | undefined;
  capturedMinor: bigint;
  refundedMinor: bigint;
}

/** The request and result of a capture, void or refund key. */
export interface Operation {
  readonly fingerprint: string;
  readonly result: { reference: string } | { refusal: RefusalCode };
}

/** A callback that is not delivered yet. */
export interface OwedCallback {
  readonly id: string;
  readonly authorizationKey: string;
  readonly status: 'authorized' | 'declined';
  /** The start of its delivery, in ms since 1970. */
  readonly since: number;
}

/**
 * The state of the provider: a journal on disk, and the state derived from it in memory. `record`
 * changes the memory at once, so that no decision uses stale amounts; callers wait for `durable`
 * before they respond, so that a crash never undoes an acknowledged request.
 */
export class Ledger {
  private readonly authorizations = new Map<string, Authorization>();
  private readonly keysByPage = new Map<string, string>();
  private readonly tombstones = new Set<string>();
  private readonly operations = new Map<string, Operation>();
  private readonly attempts = new Map<string, { fingerprint: string; count: number }>();
  private readonly owed = new Map<string, OwedCallback>();
  private journal: Journal | null = null;

  private constructor() {}

  /**
   * Opens `<folder>/ledger.jsonl` and rebuilds the state from it. `onFailure` is called if the disk
   * fails later; the process must then exit. Throws if the folder or the file is unusable.
   */
  static async open(folder: string, onFailure: (error: Error) => void): Promise<Ledger> {
    const ledger = new Ledger();
    const replay = (line: string) => ledger.apply(JSON.parse(line) as JournalRecord);
    ledger.journal = await Journal.open(path.join(folder, 'ledger.jsonl'), replay, onFailure);
    return ledger;
  }

  authorization(key: string): Authorization | undefined {
    return this.authorizations.get(key);
  }

  authorizationOfPage(pageId: string): Authorization | undefined {
    return this.authorizations.get(this.keysByPage.get(pageId) ?? '');
  }

  /** Whether a void with this authorization key came before the authorization. */
  isTombstone(key: string): boolean {
    return this.tombstones.has(key);
  }

  operation(key: string): Operation | undefined {
    return this.operations.get(key);
  }

  /** The number of requests with this key that failed on purpose, and their fingerprint. */
  attemptsOf(key: string): { fingerprint: string; count: number } | undefined {
    return this.attempts.get(key);
  }

  owedCallback(id: string): OwedCallback | undefined {
    return this.owed.get(id);
  }

  owedCallbacks(): Iterable<OwedCallback> {
    return this.owed.values();
  }

  /** Undecided authorizations. */
  *undecided(): Iterable<Authorization> {
    for (const authorization of this.authorizations.values()) {
      if (isUndecided(authorization)) yield authorization;
    }
  }

  /** Throws a Problem if the ledger is full, an Error after `close`. */
  record(record: JournalRecord): void {
    if (bringsKey(record) && this.keys >= keysMax) {
      throw unavailable('ledger_full', 'The ledger is full.');
    }
    this.opened().append(JSON.stringify(record));
    this.apply(record);
  }

  /** Resolves when everything recorded so far is durable. */
  durable(): Promise<void> {
    return this.opened().durable();
  }

  /** Number of syncs. */
  get syncs(): number {
    return this.opened().syncs;
  }

  /** The effects on money, oldest first, in chunks. */
  async *lines(): AsyncGenerator<LedgerLine[]> {
    await this.durable();
    for await (const lines of this.opened().read()) {
      yield lines.flatMap((line) => ledgerLineOf(JSON.parse(line) as JournalRecord) ?? []);
    }
  }

  close(): Promise<void> {
    return this.opened().close();
  }

  private get keys(): number {
    const decided = this.authorizations.size + this.operations.size;
    return decided + this.tombstones.size + this.attempts.size;
  }

  private opened(): Journal {
    if (!this.journal) throw new Error('The ledger is not open yet.');
    return this.journal;
  }

  private apply(record: JournalRecord): void {
    switch (record.type) {
      case 'authorization':
        this.applyAuthorization(record);
        break;
      case 'settlement':
        this.applySettlement(record);
        break;
      case 'capture':
        this.authorizationOf(record.authorizationKey).capturedMinor += minorOf(record);
        this.finish(record.key, moneyFingerprint('capture', record), record);
        break;
      case 'refund':
        this.authorizationOf(record.authorizationKey).refundedMinor += minorOf(record);
        this.finish(record.key, moneyFingerprint('refund', record), record);
        break;
      case 'void':
        this.applyVoid(record);
        break;
      case 'refusal':
        this.finish(record.key, record.fingerprint, { refusal: record.code });
        break;
      case 'attempt':
        this.applyAttempt(record);
        break;
      case 'callback':
        this.owed.delete(record.id);
        break;
      default:
        // Written by a newer version; ignoring it could repeat an effect.
        assertNever(record);
    }
  }

  private applyAttempt({ key, fingerprint }: AttemptRecord): void {
    const count = (this.attempts.get(key)?.count ?? 0) + 1;
    this.attempts.set(key, { fingerprint, count });
  }

  private applyAuthorization(record: AuthorizationRecord): void {
    this.authorizations.set(record.key, {
      key: record.key,
      reference: record.reference,
      token: record.token,
      amountMinor: minorOf(record),
      currency: record.currency,
      callbackUrl: record.callbackUrl,
      returnUrl: record.returnUrl,
      pageId: record.pageId,
      settlesAt: record.settlesAt === undefined ? null : Date.parse(record.settlesAt),
      status: record.status,
      declineCode: record.declineCode,
      capturedMinor: 0n,
      refundedMinor: 0n,
    });
    this.attempts.delete(record.key);
    if (record.pageId !== undefined) this.keysByPage.set(record.pageId, record.key);
  }

  private applySettlement(record: SettlementRecord): void {
    const authorization = this.authorizationOf(record.key);
    authorization.status = record.status;
    authorization.declineCode = record.declineCode;
    if (record.callbackId === undefined) return;
    this.owed.set(record.callbackId, {
      id: record.callbackId,
      authorizationKey: record.key,
      status: record.status,
      since: Date.parse(record.at),
    });
  }

  private applyVoid(record: VoidRecord): void {
    const authorization = this.authorizations.get(record.authorizationKey);
    if (!authorization) this.tombstones.add(record.authorizationKey);
    else if (authorization.status !== 'declined') authorization.status = 'voided';
    this.finish(record.key, voidFingerprint(record), record);
  }

  private finish(key: string, fingerprint: string, result: Operation['result']): void {
    const outcome =
      'refusal' in result ? { refusal: result.refusal } : { reference: result.reference };
    this.operations.set(key, { fingerprint, result: outcome });
    this.attempts.delete(key);
  }

  private authorizationOf(key: string): Authorization {
    const authorization = this.authorizations.get(key);
    if (!authorization) throw new Error(`The ledger lacks the authorization ${key}.`);
    return authorization;
  }
}

/** Whether a record adds a key. Records that complete a request are always accepted. */
function bringsKey(record: JournalRecord): boolean {
  return record.type !== 'settlement' && record.type !== 'callback';
}

export function isUndecided(authorization: Authorization): boolean {
  return authorization.status === 'pending' || authorization.status === 'action_required';
}

/** The fingerprint of a capture or refund, which ties the key to the request. */
export function moneyFingerprint(
  kind: 'capture' | 'refund',
  request: { authorizationKey: string; amount: string; currency: string },
): string {
  return `${kind} ${request.amount} ${request.currency} ${request.authorizationKey}`;
}

/** The fingerprint of a void. */
export function voidFingerprint(asked: { authorizationKey: string }): string {
  return `void ${asked.authorizationKey}`;
}

function minorOf(money: { amount: string; currency: string }): bigint {
  const minor = minorFromDecimal(money.amount, money.currency);
  if (minor === null) throw new Error(`Not an amount: ${money.amount} ${money.currency}`);
  return minor;
}
