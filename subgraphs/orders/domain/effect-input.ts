import type { RequestedLine } from './order-input';
import type { ReturnedUnits } from './returns';

/** The parameters of effects, stored in the journal's `input`; amounts are in minor units. */

export interface ShipmentInput {
  /** The client's idempotency key, hashed. */
  readonly idempotencyKey: string;
  readonly lines: readonly RequestedLine[];
  readonly warehouse: string | null;
  readonly carrier: string;
  readonly trackingCode: string;
  readonly trackingUrl: string | null;
  readonly actor: string;
}

export interface CaptureInput {
  readonly amountMinor: bigint;
}

export interface RefundInput {
  /** The client's idempotency key, hashed. */
  readonly idempotencyKey: string;
  readonly amountMinor: bigint;
  readonly actor: string;
}

export interface RestockInput {
  readonly lines: readonly ReturnedUnits[];
}

/** What an effect has to do: its kind, and the parameters of that kind. */
export type EffectTask =
  | {
      readonly kind: 'RESERVE' | 'AUTHORIZE' | 'CONFIRM' | 'VOID' | 'RELEASE';
      readonly input: null;
    }
  | { readonly kind: 'SHIP'; readonly input: ShipmentInput }
  | { readonly kind: 'CAPTURE'; readonly input: CaptureInput }
  | { readonly kind: 'REFUND'; readonly input: RefundInput }
  | { readonly kind: 'RESTOCK'; readonly input: RestockInput };
