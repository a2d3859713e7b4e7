/** Why an order was rejected, stored with the order so that a retry gets the same answer. */
export type Refusal =
  | { readonly reason: 'out_of_stock'; readonly shortages: readonly Shortage[] }
  | { readonly reason: 'payment_declined'; readonly declineCode: string }
  | { readonly reason: 'timed_out' }
  | TooManyAwaiting;

/** The account has too many orders that wait for their buyer. */
export interface TooManyAwaiting {
  readonly reason: 'too_many_awaiting';
  /** When the first of them stops waiting, in RFC 3339. */
  readonly retryAt: string;
}

/** The API's word for a reason, followed by a colon and details for staff. */
export function statusReasonOf({ reason }: Refusal): string {
  return reason === 'too_many_awaiting'
    ? 'payment_declined: too many orders of the account wait for their buyer'
    : reason;
}

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}
