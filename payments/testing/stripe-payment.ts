import { randomUUID } from 'node:crypto';
import type { StripeProvider } from '../stripe-provider';
import { deadline } from './running-sandbox';
import type { StripeStub } from './stripe-stub';

interface At {
  readonly provider: StripeProvider;
  readonly stub: StripeStub;
}

/** A payment of 10.00 and what an order does with it, each step under a key of its own. */
export function stripePayment({ provider, stub }: At, currency = 'EUR') {
  const order = `order-${randomUUID()}`;
  const authorizationKey = `${order}-authorize`;
  const kept: { reference: string | null } = { reference: null };
  const movement = (step: string, amountMinor: bigint) => ({
    idempotencyKey: `${order}-${step}`,
    authorizationKey,
    amountMinor,
    currency,
    ...kept,
  });
  return {
    kept,
    authorizationKey,
    authorize: (
      token: string,
      keep = async (reference: string) => void Object.assign(kept, { reference }),
    ) =>
      provider.authorize(
        {
          idempotencyKey: authorizationKey,
          amountMinor: 1_000n,
          currency,
          token,
          ...kept,
          keep,
        },
        deadline(),
      ),
    capture: (step: string, amountMinor: bigint) =>
      provider.capture(movement(step, amountMinor), deadline()),
    refund: (step: string, amountMinor: bigint) =>
      provider.refund(movement(step, amountMinor), deadline()),
    void: () =>
      provider.void({ idempotencyKey: `${order}-void`, authorizationKey, ...kept }, deadline()),
    refundFailure: (reference: string) => provider.refundFailure(reference, deadline()),
    intent: () => stub.book.intentOf(authorizationKey),
    effects: () =>
      stub.book.effects.filter(({ key }) => key === authorizationKey).map(({ effect }) => effect),
  };
}
