import type { RefusalCode } from './problem';

/** What the journal remembers, one JSON line each. Amounts are decimals, times ISO 8601. */
export type JournalRecord =
  | AuthorizationRecord
  | SettlementRecord
  | CaptureRecord
  | RefundRecord
  | VoidRecord
  | RefusalRecord
  | AttemptRecord
  | CallbackRecord;

interface Money {
  amount: string;
  currency: string;
}

export interface AuthorizationRecord extends Money {
  type: 'authorization';
  key: string;
  reference: string;
  token: string;
  status: 'authorized' | 'declined' | 'pending' | 'action_required';
  declineCode?: string;
  callbackUrl?: string;
  /** When a pending one authorises, or an action that nobody took is declined. */
  settlesAt?: string;
  /** Names the 3-D Secure page. */
  pageId?: string;
  at: string;
}

/** A pending authorization is decided. */
export interface SettlementRecord extends Money {
  type: 'settlement';
  key: string;
  reference: string;
  status: 'authorized' | 'declined';
  declineCode?: string;
  /** Present when somebody wants to be told; owed until a callback record with this id. */
  callbackId?: string;
  at: string;
}

export interface CaptureRecord extends Money {
  type: 'capture';
  key: string;
  authorizationKey: string;
  reference: string;
  at: string;
}

export interface RefundRecord extends Money {
  type: 'refund';
  key: string;
  authorizationKey: string;
  reference: string;
  at: string;
}

/** `released` is absent when no money was held: the void of an unknown key is a tombstone. */
export interface VoidRecord {
  type: 'void';
  key: string;
  authorizationKey: string;
  reference: string;
  released?: Money;
  at: string;
}

/** What was refused once stays refused, so that no late repetition has an effect. */
export interface RefusalRecord {
  type: 'refusal';
  key: string;
  fingerprint: string;
  code: RefusalCode;
  at: string;
}

/** A request that failed on purpose and counts. */
export interface AttemptRecord {
  type: 'attempt';
  key: string;
  fingerprint: string;
  at: string;
}

/** A callback is owed no longer. */
export interface CallbackRecord {
  type: 'callback';
  id: string;
  state: 'delivered' | 'given_up';
  at: string;
}

/** One effect on money, as `GET /ledger` shows it. */
export interface LedgerLine {
  idempotencyKey: string;
  kind: 'authorization' | 'capture' | 'void' | 'refund';
  reference: string;
  amount: string;
  currency: string;
  at: string;
}

/** The effect of a record on money; null when it had none. */
export function ledgerLineOf(record: JournalRecord): LedgerLine | null {
  switch (record.type) {
    case 'authorization':
    case 'settlement':
      return record.status === 'authorized' ? lineOf('authorization', record, record) : null;
    case 'capture':
    case 'refund':
      return lineOf(record.type, record, record);
    case 'void':
      return record.released ? lineOf('void', record, record.released) : null;
    default:
      return null;
  }
}

function lineOf(
  kind: LedgerLine['kind'],
  record: { key: string; reference: string; at: string },
  money: Money,
): LedgerLine {
  const { key: idempotencyKey, reference, at } = record;
  return { idempotencyKey, kind, reference, amount: money.amount, currency: money.currency, at };
}
