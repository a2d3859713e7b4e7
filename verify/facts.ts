import type { ChainFault } from '../platform/audit/chain';

/** Data about orders and stock from each side, as read at one time. */

/** A SKU of an order; `packed` is the sum of its shipments, `givenBack` of its returns. */
export interface UnitFacts {
  readonly sku: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly cancelled: number;
  readonly packed: number;
  readonly returned: number;
  readonly givenBack: number;
}

export interface OpenEffect {
  readonly kind: string;
  readonly seq: number;
  /** How long it has been due without an owner. */
  readonly overdueSeconds: number;
  /** Amount of a capture or refund. */
  readonly amountMinor: string | null;
  /** Key of a shipment. */
  readonly lines: readonly HeldUnits[] | null;
}

/** An order's own data, for comparison with inventory and the payment provider. */
export interface OrderFacts {
  readonly id: string;
  readonly status: OrderStatus;
  readonly epoch: number;
  readonly version: number;
  readonly currency: string;
  readonly subtotalMinor: string;
  readonly shippingMinor: string;
  readonly taxMinor: string;
  readonly totalMinor: string;
  readonly capturedMinor: string;
  readonly refundedMinor: string;
  /** The sum of the lines. */
  readonly goodsMinor: string;
  /** Whether it was imported. */
  readonly isImported: boolean;
  /** Whether its payment was declined. */
  readonly isDeclined: boolean;
  /** Whether the provider rejected a capture or void permanently. */
  readonly isRefused: boolean;
  /** Whether such a rejection is shown to a person or was decided. */
  readonly isSeen: boolean;
  /** Amounts captured and refunded by completed effects. */
  readonly journal: { readonly capturedMinor: string; readonly refundedMinor: string };
  /** Refunds without an effect of the same number and amount. */
  readonly lostRefunds: number;
  /** Shipments without a capture of the same number, or with one that was skipped. */
  readonly lostCaptures: number;
  /** Age of the oldest undelivered event; 0 if there is none. */
  readonly untoldSeconds: number;
  readonly undelivered: number;
  readonly units: readonly UnitFacts[];
  readonly openEffects: readonly OpenEffect[];
  readonly timeline: TimelineFacts;
}

export interface TimelineFacts {
  readonly events: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastStatus: OrderStatus | null;
  /** The first event that does not start in the status where the previous one ended. */
  readonly brokenAt: number | null;
}

export type OrderStatus =
  | 'PENDING'
  | 'IN_REVIEW'
  | 'CONFIRMED'
  | 'PARTIALLY_SHIPPED'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'REJECTED'
  | 'CANCELLED';

export interface HeldUnits {
  readonly sku: string;
  readonly quantity: number;
}

export interface ReservationFacts {
  readonly orderId: string;
  readonly state: 'HELD' | 'CONFIRMED' | 'RELEASED';
  readonly ageSeconds: number;
  readonly held: readonly HeldUnits[];
}

export interface LedgerEntry {
  /** The order in the key; if the key has none, the key itself after a `!`. */
  readonly orderId: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amountMinor: bigint;
  readonly currency: string;
}

/**
 * A SKU in a warehouse: its stock, the sum of its movements and of its allocations. Movements that
 * were deleted for their age are counted by their opening balance.
 */
export interface StockFacts {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly movedOnHand: string;
  readonly movedReserved: string;
  readonly allocated: string;
}

/** A day of order statistics; stale days have no differences. */
export interface StatsFacts {
  readonly day: string;
  readonly differences: readonly {
    readonly bucket: string;
    readonly at: string;
    readonly currency: string;
    readonly expected: string;
    readonly found: string;
  }[];
}

export interface KeyFacts {
  readonly userId: string;
  readonly mutation: string;
  readonly key: string;
  readonly orderId: string;
  readonly hasOrder: boolean;
}

/** An entry of the audit log, or a published head of it, that is not as it was. */
export interface AuditFault {
  readonly fault: ChainFault;
  readonly subject: string;
}

/** A section of the audit log with its recomputed chain. */
export interface AuditFacts {
  readonly checked: number;
  /** Start of the next section; null at the end. */
  readonly next: string | null;
  /** The latest link of the section, its number and hash; null if it is empty. */
  readonly head: string | null;
  readonly faults: readonly AuditFault[];
}

/** All data about one order id. `order` is null if only other services know the id. */
export interface OrderSnapshot {
  readonly orderId: string;
  readonly order: OrderFacts | null;
  readonly reservation: ReservationFacts | null;
  /** Null if the ledger is not compared. */
  readonly ledger: readonly LedgerEntry[] | null;
}

export const hasOpen = ({ openEffects }: OrderFacts, ...effects: readonly string[]): boolean =>
  openEffects.some(({ kind }) => effects.includes(kind));
