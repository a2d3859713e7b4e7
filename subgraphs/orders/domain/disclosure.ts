/** What of an order's history everybody may read, where staff read all of it. */

const publicReasons: readonly string[] = [
  'out_of_stock',
  'payment_declined',
  'review',
  'timed_out',
  'cancelled_by_customer',
  'cancelled_by_staff',
];

/** The word that everybody may read of a reason; what staff wrote behind its colon is left out. */
export function publicReason(reason: string | null): string | null {
  const [word = ''] = reason?.split(':', 1) ?? [];
  return publicReasons.includes(word) ? word : null;
}

interface Acted {
  readonly actor: string;
  readonly order: { readonly customerId: string };
}

/**
 * What everybody may read instead of the actor's id. A key reaches only the orders of its owner,
 * so one that stands in a timeline is the customer's.
 */
export function publicActor({ actor, order }: Acted): 'customer' | 'staff' | 'system' {
  if (actor === 'system') return 'system';
  const isCustomer = actor === `User:${order.customerId}` || actor.startsWith('ApiKey:');
  return isCustomer ? 'customer' : 'staff';
}
