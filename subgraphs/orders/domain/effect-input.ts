import type { WantedLine } from './order-input';
import type { ReturnedUnits } from './returns';

/** What the effects of an order are to do, as the journal keeps it in `input`. */

export interface ShipmentWanted {
  /** The client's, hashed as it is stored. */
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
  /** The client's, hashed as it is stored. */
  readonly idempotencyKey: string;
  readonly amountMinor: string;
  readonly actor: string;
}

export interface RestockWanted {
  readonly lines: readonly ReturnedUnits[];
}
