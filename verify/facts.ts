import type { ChainFault } from '../platform/audit/chain';

/** Data about orders and stock from each side, as read at one time. */

export interface UnitFacts {
  readonly sku: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly cancelled: number;
  /** Units in the shipments. */
  readonly packed: number;
  readonly returned: number;
  /** Units in the returns. */
  readonly givenBack: number;
}

export interface OpenEffect {
  readonly kind: string;
  readonly seq: number;
  readonly overdueSeconds: number;
  readonly amountMinor: string | null;
  readonly lines: readonly HeldUnits[] | null;
}

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
  readonly goodsMinor: string;
  readonly isImported: boolean;
  readonly isDeclined: boolean;
  /** Whether the provider refused a capture or a void for good. */
  readonly isRefused: boolean;
  readonly isSeen: boolean;
  /** The totals of the completed effects. */
  readonly journal: { readonly capturedMinor: string; readonly refundedMinor: string };
  readonly lostRefunds: number;
  /** Age of the oldest unpublished event; 0 if there is none. */
  readonly untoldSeconds: number;
  readonly undelivered: number;
  readonly units: readonly UnitFacts[];
  readonly openEffects: readonly OpenEffect[];
  readonly timeline: {
    readonly events: number;
    readonly firstSeq: number;
    readonly lastSeq: number;
    readonly lastStatus: OrderStatus | null;
    readonly brokenAt: number | null;
  };
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
  readonly held: readonly HeldUnits[];
}

export interface LedgerEntry {
  /** The order in the key; if the key has none, the key itself after a `!`. */
  readonly orderId: string;
  readonly kind: 'authorization' | 'capture' | 'void' | 'refund';
  readonly amountMinor: bigint;
  readonly currency: string;
}

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
