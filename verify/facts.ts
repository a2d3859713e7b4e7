/** What each side knows of an order or of the stock, as it was read at one moment. */

export interface UnitFacts {
  readonly sku: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly cancelled: number;
  /** What is in the shipments. */
  readonly packed: number;
  readonly returned: number;
  /** What is in the returns. */
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
  /** The provider will never do a capture or its void. */
  readonly isRefused: boolean;
  readonly isSeen: boolean;
  /** What the effects that are done did. */
  readonly journal: { readonly capturedMinor: string; readonly refundedMinor: string };
  readonly lostRefunds: number;
  /** Since something happened that was not passed on; 0 when all was. */
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
  /** Of the order that the key names; a key that names none stands here itself, behind a `!`. */
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

export interface KeyFacts {
  readonly userId: string;
  readonly mutation: string;
  readonly key: string;
  readonly orderId: string;
  readonly hasOrder: boolean;
}

/** A piece of the audit log, whose links were computed anew. */
export interface AuditFacts {
  readonly checked: number;
  /** Where the next piece begins; null at the end. */
  readonly next: string | null;
  /** The newest link of the piece, its number and hash; null where there is none. */
  readonly head: string | null;
  /** Ids of entries that are not as they were written. */
  readonly broken: readonly string[];
}

/** All that is known of one order id. `order` is null where others know it and orders does not. */
export interface OrderSnapshot {
  readonly orderId: string;
  readonly order: OrderFacts | null;
  readonly reservation: ReservationFacts | null;
  /** Null where the ledger is not compared. */
  readonly ledger: readonly LedgerEntry[] | null;
}

export const hasOpen = ({ openEffects }: OrderFacts, ...effects: readonly string[]): boolean =>
  openEffects.some(({ kind }) => effects.includes(kind));
