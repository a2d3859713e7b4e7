import type { WantedLine } from './order-input';
import type { ReturnedUnits } from './returns';

/** The parameters of effects, stored in the journal's `input`; amounts are in minor units. */

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
  readonly amountMinor: bigint;
}

export interface RefundWanted {
  /** The client's idempotency key, hashed. */
  readonly idempotencyKey: string;
  readonly amountMinor: bigint;
  readonly actor: string;
}

export interface RestockWanted {
  readonly lines: readonly ReturnedUnits[];
}

/** What an effect has to do: its kind, and the parameters of that kind. */
export type EffectTask =
  | {
      readonly kind: 'RESERVE' | 'AUTHORIZE' | 'CONFIRM' | 'VOID' | 'RELEASE';
      readonly input: null;
    }
  | { readonly kind: 'SHIP'; readonly input: ShipmentWanted }
  | { readonly kind: 'CAPTURE'; readonly input: CaptureWanted }
  | { readonly kind: 'REFUND'; readonly input: RefundWanted }
  | { readonly kind: 'RESTOCK'; readonly input: RestockWanted };
