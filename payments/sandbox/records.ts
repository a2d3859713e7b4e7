import type { RefusalCode } from './problem';

/** The records of the journal, one JSON line each. Amounts are decimals, times ISO 8601. */
export type JournalRecord =
  | AuthorizationRecord
  | SettlementRecord
  | MovementRecord
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
  /** Where the 3-D Secure page sends the buyer. */
  returnUrl?: string;
  /** When a pending authorization is authorised, or one without the buyer's action is declined. */
  settlesAt?: string;
  /** The id of the 3-D Secure page. */
  pageId?: string;
  at: string;
}

/** The decision of a pending authorization. */
export interface SettlementRecord extends Money {
  type: 'settlement';
  key: string;
  reference: string;
  status: 'authorized' | 'declined';
  declineCode?: string;
  /** Present if there is a callback URL; undelivered until a callback record has this id. */
  callbackId?: string;
  at: string;
}

export interface MovementRecord extends Money {
  type: 'capture' | 'refund';
  key: string;
  authorizationKey: string;
  reference: string;
  at: string;
}

/** `released` is absent if no money was held: the void of an unknown key is a tombstone. */
export interface VoidRecord {
  type: 'void';
  key: string;
  authorizationKey: string;
  reference: string;
  released?: Money;
  at: string;
}

/** A refusal is recorded, so that a late repetition is refused too. */
export interface RefusalRecord {
  type: 'refusal';
  key: string;
  fingerprint: string;
  code: RefusalCode;
  at: string;
}

/** A request that failed on purpose; the attempts are counted. */
export interface AttemptRecord {
  type: 'attempt';
  key: string;
  fingerprint: string;
  at: string;
}

/** The end of a callback delivery. */
export interface CallbackRecord {
  type: 'callback';
  id: string;
  state: 'delivered' | 'given_up';
  at: string;
}

/** A movement of money, as `GET /ledger` shows it. */
export interface LedgerLine {
  idempotencyKey: string;
  kind: 'authorization' | 'capture' | 'void' | 'refund';
  reference: string;
  amount: string;
  currency: string;
  at: string;
}

/** The movement of money of a record; null if there was none. */
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
