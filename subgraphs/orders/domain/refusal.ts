/** Why an order was rejected, as it is kept with the order: a retry gets the same answer. */
export type Refusal =
  | { readonly reason: 'out_of_stock'; readonly shortages: readonly Shortage[] }
  | { readonly reason: 'payment_declined'; readonly declineCode: string }
  | { readonly reason: 'timed_out' }
  | TooManyAwaiting;

/** The account has as many orders that wait for their buyer as it may. */
export interface TooManyAwaiting {
  readonly reason: 'too_many_awaiting';
  /** When the first of them stops waiting at the latest: RFC 3339. */
  readonly retryAt: string;
}

/** The word of the API for a reason, behind a colon what only staff may read. */
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
