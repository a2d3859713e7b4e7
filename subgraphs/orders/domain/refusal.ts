import type { Holder } from './unpaid-units';

/** Why an order was rejected, stored with the order so that a retry gets the same answer. */
export type Refusal =
  | { readonly reason: 'out_of_stock'; readonly shortages: readonly Shortage[] }
  | { readonly reason: 'payment_declined'; readonly declineCode: string }
  | { readonly reason: 'timed_out' }
  | TooManyAwaiting;

/** The account has too many orders that wait for their buyer, or too many units in them. */
export interface TooManyAwaiting {
  readonly reason: 'too_many_awaiting';
  /** When the first of them stops waiting or counting, in RFC 3339. */
  readonly retryAt: string;
  /** The first product with too many units; absent if there are too many orders. */
  readonly units?: {
    readonly sku: string;
    readonly unitsMax: number;
    /** Units in the holder's other unpaid orders. */
    readonly unpaidUnits: number;
    readonly holder: Holder;
  };
}

/** The API's word for a reason, followed by a colon and details for staff. */
export function statusReasonOf(refusal: Refusal): string {
  if (refusal.reason !== 'too_many_awaiting') return refusal.reason;
  const { units } = refusal;
  if (!units) return 'payment_declined: too many orders of the account wait for their buyer';
  const whose = units.holder === 'network' ? 'network' : 'account';
  return `payment_declined: too many units of ${units.sku} in unpaid orders of the ${whose}`;
}

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}
