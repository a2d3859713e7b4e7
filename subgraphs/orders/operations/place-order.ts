import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  IdempotencyKeyReusedError,
  unauthenticated,
  ValidationError,
} from '../../../platform/graphql/errors';
import { publicError } from '../../../platform/requests/public-error';
import {
  actorOf,
  networkAddressOf,
  userIdOf,
  type Viewer,
} from '../../../platform/requests/viewer';
import { inputHash, keyHash } from '../../../platform/values/input-hash';
import { minorFromDecimal, scaledDecimal } from '../../../platform/values/money';
import { storedPostalAddress } from '../../../platform/values/postal-address';
import { withParameter } from '../../../platform/values/return-url';
import { trimmedOrNull } from '../../../platform/values/text';
import { msPerSecond } from '../../../platform/values/time';
import { uuidV7 } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { ordersCountedMax } from '../domain/fraud';
import { areLinksCounted, type LinkRules } from '../domain/fraud-links';
import { keyProblems } from '../domain/order-input';
import { orderNumber } from '../domain/order-number';
import { placingProblems } from '../domain/place-order-input';
import type { PricedOrder } from '../domain/pricing';
import { isAnswerable, isStockReleasing } from '../domain/progress';
import type { TooManyAwaiting } from '../domain/refusal';
import { shardOf } from '../domain/shard';
import { InsufficientStockError } from '../schema/insufficient-stock-error';
import { PaymentDeclinedError } from '../schema/payment-declined-error';
import { PlaceOrderInput } from '../schema/place-order.input';
import { PlaceOrderResult } from '../schema/place-order.result';
import { PriceChangedError } from '../schema/price-changed-error';
import { quoteOf } from '../schema/quote';
import type { UnknownProductError } from '../schema/unknown-product-error';
import type { JournalRow } from '../store/journal-row';
import type { OrderRow } from '../store/order-reads';
import type { NewOrder } from '../store/placing';
import { changeWithRetries } from '../workflows/changing';
import { rememberPlacedLines } from '../workflows/placing';
import { priceOrder } from '../workflows/price-order';
import { unverifiedProblem } from '../workflows/verified-email';

/** The input with its URL as text: the scalar parses it into an object without own fields. */
interface Placing extends PlaceOrderInput {
  readonly payment: { readonly token: string; readonly returnUrl: string | null };
}

type UnpaidUnits = NonNullable<TooManyAwaiting['units']>;

type Refused = PriceChangedError | UnknownProductError | ValidationError;

@Resolver()
export class PlaceOrderOperation {
  @Mutation(() => PlaceOrderResult, {
    nullable: true,
    description:
      'Reserves stock, has the payment authorised, and answers when the order is decided, or after 5 s while PENDING. API keys need ORDERS_WRITE.',
  })
  async placeOrder(
    @Arg('input', () => PlaceOrderInput, {
      description: 'The order to place, with its idempotency key.',
    })
    given: PlaceOrderInput,
    @Ctx() context: OrdersContext,
  ): Promise<PlaceOrderResult> {
    const customerId = userIdOf(context.viewer);
    if (customerId === null) throw unauthenticated();
    const input = withTextUrl(given);
    const again = () => placedBefore(input, customerId, context);

    // A used key is answered first, even if the same input would be rejected today.
    let priced: PricedOrder | Refused;
    try {
      priced =
        (await unverifiedProblem(customerId, context)) ?? (await validateAndPrice(input, context));
    } catch (error) {
      const earlier = await again();
      if (earlier === null) throw error;
      return earlier;
    }
    if (!isPriced(priced)) return (await again()) ?? priced;

    const order = newOrder(input, priced, customerId, context);
    const { lines } = priced;
    return changeWithRetries(context, async () => {
      const placed = await context.store.placing.place(order, () => newNumber(customerId));
      // The key may have been released in the meantime by the rejection of its order.
      if (placed === null) return again();
      void context.workflows.run(placed, { lines, address: networkAddressOf(context.viewer) });
      const outcome = await answerOf(placed, context);
      if (isOrder(outcome)) rememberPlacedLines(context.loaders, outcome, lines);
      return outcome;
    });
  }
}

function withTextUrl(input: PlaceOrderInput): Placing {
  const { token, returnUrl } = input.payment;
  return { ...input, payment: { token, returnUrl: returnUrl == null ? null : String(returnUrl) } };
}

const newNumber = (customerId: string): string => orderNumber(shardOf(customerId));

const isOrder = (outcome: PlaceOrderResult): outcome is OrderRow => 'epoch' in outcome;

function isPriced(outcome: PricedOrder | Refused): outcome is PricedOrder {
  return 'lines' in outcome;
}

/** The priced order, or why the input is rejected. */
async function validateAndPrice(
  input: Placing,
  context: OrdersContext,
): Promise<PricedOrder | Refused> {
  const { returnOrigins } = context.configuration.payments;
  const problems = placingProblems(input, returnOrigins);
  if (problems.length > 0) return new ValidationError(problems);
  const { currency, lines, shippingAddress, expectedTotal } = input;
  const { country } = shippingAddress;
  const request = { currency, country, countryPath: ['shippingAddress', 'country'], lines };
  const expectedMinor = expectedTotal == null ? null : minorFromDecimal(expectedTotal, currency);
  if (expectedTotal != null && expectedMinor === null) {
    const message = `Has more digits than ${currency}.`;
    return new ValidationError([{ path: ['expectedTotal'], message }]);
  }
  const priced = await priceOrder(request, context, context);
  if (!isPriced(priced)) return priced;
  const isExpected = expectedMinor === null || expectedMinor === priced.totalMinor;
  return isExpected ? priced : new PriceChangedError(quoteOf(priced));
}

/** Compares two totals by their value: "1.5" and "1.50" are the same input. */
function hashOf({ idempotencyKey: _, expectedTotal, ...input }: Placing): string {
  const total = expectedTotal == null ? null : scaledDecimal(expectedTotal, input.currency);
  return inputHash({ ...input, expectedTotal: total });
}

function newOrder(
  input: Placing,
  priced: PricedOrder,
  customerId: string,
  { viewer, configuration }: OrdersContext,
): NewOrder {
  const id = uuidV7(shardOf(customerId));
  const { token, returnUrl } = input.payment;
  const { fraud } = configuration.orders;
  return {
    ...priced,
    id,
    customerId,
    shippingAddress: storedPostalAddress(input.shippingAddress),
    note: trimmedOrNull(input.note),
    paymentToken: token.trim(),
    paymentReturnUrl: returnUrl === null ? null : withParameter(returnUrl, 'orderId', id),
    idempotencyKey: keyHash(input.idempotencyKey),
    inputHash: hashOf(input),
    actor: actorOf(viewer),
    leaseSeconds: configuration.orders.leaseSeconds,
    recentOrdersMax: ordersCountedMax(fraud),
    links: areLinksCounted(fraud) ? linksOf(viewer, fraud) : null,
    audit: staffEntry(viewer, 'order.place', `Order:${id}`),
  };
}

/** What an order may share with others, besides its address. */
const linksOf = (viewer: Viewer, { networkAccountsPerDay, smallTotalMinor }: LinkRules) => ({
  networkAddress: networkAccountsPerDay === null ? null : networkAddressOf(viewer),
  smallTotalMinor,
});

/** The current outcome of an earlier use of the key; null if it was not used. */
async function placedBefore(
  input: Placing,
  customerId: string,
  context: OrdersContext,
): Promise<PlaceOrderResult | null> {
  const { idempotencyKey } = input;
  if (keyProblems(idempotencyKey).length > 0) return null;
  const { placing, journal } = context.store;
  const record = await placing.keyRecord({
    mutation: 'placeOrder',
    userId: customerId,
    key: keyHash(idempotencyKey),
    orderId: null,
  });
  if (record === null) return null;
  if (record.inputHash !== hashOf(input)) return new IdempotencyKeyReusedError();
  const order = await journal.read(record.orderId);
  return order === null ? keyVanished() : answerOf(order, context);
}

/** Waits until the order is decided, up to a time limit. */
async function answerOf(
  first: JournalRow,
  { workflows, configuration, signal }: OrdersContext,
): Promise<PlaceOrderResult> {
  const order = await workflows.until(first, isAnswerable, { signal });
  if (isStockReleasing(order)) throw notReleased();
  const { refusal } = order;
  switch (refusal?.reason) {
    case 'out_of_stock':
      return new InsufficientStockError(refusal.shortages, order);
    case 'payment_declined':
      return new PaymentDeclinedError(refusal.declineCode, order);
    case 'too_many_awaiting':
      throw tooManyAwaiting(refusal, configuration.orders.awaitingBuyerMax);
    default:
      return order;
  }
}

function tooManyAwaiting({ retryAt, units }: TooManyAwaiting, ordersMax: number) {
  const retryAfterMs = new Date(retryAt).getTime() - Date.now();
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / msPerSecond));
  const problem = units
    ? tooManyUnits(units)
    : `Too many of your orders wait for you to confirm their payment, or were not paid lately. At most ${ordersMax} may wait. Confirm or cancel one`;
  const message = `${problem}, or try again in ${retryAfterSeconds} s.`;
  return publicError('RATE_LIMITED', message, { retryAfterSeconds });
}

function tooManyUnits({ sku, unitsMax, unpaidUnits, holder }: UnpaidUnits): string {
  if (holder === 'network') {
    return `The unpaid orders of your network may hold ${unitsMax} units of ${sku} at present. Order fewer`;
  }
  const advice =
    holder === 'unverified' ? 'Order fewer, or verify your e-mail address' : 'Order fewer';
  return `Your unpaid orders may hold ${unitsMax} units of ${sku} at present, and hold or recently held ${unpaidUnits}. ${advice}`;
}

/** An answer promises that the stock is released; until then, retries with the key get this error. */
const notReleased = () =>
  publicError('SERVICE_UNAVAILABLE', 'The order is refused; its stock is still being released.');

function keyVanished(): never {
  throw new Error('An idempotency key exists without its order.');
}
