/** Why an order was rejected, as it is kept with the order: a retry gets the same answer. */
export type Refusal =
  | { readonly reason: 'out_of_stock'; readonly shortages: readonly Shortage[] }
  | { readonly reason: 'payment_declined'; readonly declineCode: string }
  | { readonly reason: 'timed_out' };

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}
