import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PaymentProvider } from '../../payments/provider';
import { type InternalCallers, internalRulesOf } from '../../platform/auth/rules';
import { badUserInput } from '../../platform/graphql/errors';
import type { OrdersContext } from './context';
import { orderOfAuthorization } from './domain/effect';
import { AccountsErasedOperation } from './operations/accounts-erased';
import { AccountsLockedOperation } from './operations/accounts-locked';
import { ExportedOrdersOperation } from './operations/exported-orders';
import { ImportCancellationsOperation } from './operations/import-cancellations';
import { ImportOrdersOperation } from './operations/import-orders';
import { OrderIntegrityOperation } from './operations/order-integrity';

/** What a resolver of the internal schema receives besides. */
export interface InternalContext extends OrdersContext {
  readonly payments: PaymentProvider;
}

@Resolver()
export class PaymentCallbackOperation {
  @Mutation(() => Boolean, {
    description:
      'What a payment provider tells. False: the signature is not theirs. Safe to replay.',
  })
  async paymentCallback(
    @Arg('provider', () => String) provider: string,
    @Arg('headers', () => String, { description: 'As JSON text, names in lower case.' })
    headers: string,
    @Arg('body', () => String, { description: 'As it was received, in base64.' }) body: string,
    @Ctx() { payments, workflows }: InternalContext,
  ): Promise<boolean> {
    if (provider !== payments.name) return false;
    const callback = payments.readCallback(readHeaders(headers), Buffer.from(body, 'base64'));
    if (callback === null) return false;
    const orderId = orderOfAuthorization(callback.idempotencyKey);
    // What is not about an order of ours is taken note of, so that it is not sent again.
    if (orderId !== null) await workflows.paymentHasNews(orderId);
    return true;
  }
}

@Resolver()
export class OpenEffectsOperation {
  @Query(() => Int, { description: 'Effects of orders that are not done; 0 when all is settled.' })
  openEffects(@Ctx() { store }: OrdersContext): Promise<number> {
    return store.openWork.openEffects();
  }
}

function readHeaders(text: string): Record<string, string | undefined> {
  try {
    return JSON.parse(text) as Record<string, string | undefined>;
  } catch {
    throw badUserInput('`headers` takes JSON text.');
  }
}

/** The operations that other services call; no client of the gateway reaches them. */
export const internalOperations = [
  PaymentCallbackOperation,
  OpenEffectsOperation,
  ImportOrdersOperation,
  ImportCancellationsOperation,
  OrderIntegrityOperation,
  ExportedOrdersOperation,
  AccountsErasedOperation,
  AccountsLockedOperation,
];

/** Which service needs which field; others are refused. Orders asks itself, to verify the shop. */
export const internalCallers = {
  Query: {
    openEffects: ['orders', 'cli'],
    orderFacts: ['orders', 'cli'],
    orderFactsOf: ['orders', 'cli'],
    unknownOrders: ['orders', 'cli'],
    idempotencyKeyFacts: ['orders', 'cli'],
    exportedOrders: ['users'],
  },
  Mutation: {
    paymentCallback: ['gateway'],
    importOrders: ['cli'],
    importCancellations: ['cli'],
    accountsErased: ['users'],
    accountsLocked: ['users'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
