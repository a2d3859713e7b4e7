import type { WantedLine } from './order-input';
import type { ReturnedUnits } from './returns';

/** The parameters of effects, stored in the journal's `input`. */

export interface ShipmentWanted {
  /** The client's idempotency key, hashed. */
  readonly idempotencyKey: string;
  readonly lines: readonly WantedLine[];
  readonly warehouse: string | null;
  readonly carrier: string;
  readonly trackingCode: string;
  readonly trackingUrl: string | null;
  readonly actor: string;
}

export interface CaptureWanted {
  readonly amountMinor: string;
}

export interface RefundWanted {
  /** The client's idempotency key, hashed. */
  readonly idempotencyKey: string;
  readonly amountMinor: string;
  readonly actor: string;
}

export interface RestockWanted {
  readonly lines: readonly ReturnedUnits[];
}
