import type StripePackage from 'stripe';

/**
 * The package of Stripe, loaded when it is used first: its 220 modules take 50 ms of CPU at each
 * start, also of a shop that has another provider.
 */
export const stripePackage = (): typeof StripePackage => require('stripe');
