/** The parts of an order's history that are visible to everybody; staff see all of it. */

const publicReasons: readonly string[] = [
  'out_of_stock',
  'payment_declined',
  'review',
  'timed_out',
  'cancelled_by_customer',
  'cancelled_by_staff',
];

/** The public part of a reason, without what staff wrote after the colon. */
export function publicReason(reason: string | null): string | null {
  const [word = ''] = reason?.split(':', 1) ?? [];
  return publicReasons.includes(word) ? word : null;
}

/**
 * The public form of an actor. A key can only act on the orders of its owner, so a key in a timeline
 * is the customer's.
 */
export function publicActor(actor: string, customerId: string): 'customer' | 'staff' | 'system' {
  if (actor === 'system') return 'system';
  const isCustomer = actor === `User:${customerId}` || actor.startsWith('ApiKey:');
  return isCustomer ? 'customer' : 'staff';
}
