import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  type FieldProblem,
  forbidden,
  NotFoundError,
  ValidationError,
  versionConflict,
} from '../../../platform/graphql/errors';
import { AddressInput } from '../../../platform/graphql/postal-address';
import { actorOf } from '../../../platform/requests/viewer';
import { canonicalJson } from '../../../platform/values/input-hash';
import {
  type PostalAddress,
  postalAddressProblems,
  storedPostalAddress,
} from '../../../platform/values/postal-address';
import type { OrdersContext } from '../context';
import { mayEver, orderCan, whoMayEver } from '../domain/order';
import { addressChangeVersionMax } from '../domain/place-order-input';
import { isShipping } from '../domain/progress';
import { totalsOf } from '../domain/totals';
import { ExpectedVersion } from '../schema/expected-version';
import { OrderStateError } from '../schema/order-state-error';
import { UpdateShippingAddressResult } from '../schema/update-shipping-address.result';
import type { JournalRow } from '../store/journal-row';
import { orderViewer } from '../visibility';
import { judgedAddress } from '../workflows/changed-address';
import { changeWithRetries, orderToChange } from '../workflows/changing';
import { orderTerms } from '../workflows/price-order';

@Resolver()
export class UpdateShippingAddressOperation {
  @Mutation(() => UpdateShippingAddressResult, {
    nullable: true,
    description:
      'Changes the address of an order before its first shipment. Owner, SUPPORT and ADMIN; FORBIDDEN for API keys.',
  })
  async updateShippingAddress(
    @Arg('orderId', () => ID, { description: 'Id of the order whose address changes.' })
    orderId: string,
    @Arg('address', () => AddressInput, {
      description:
        'The complete new address. Another country is accepted only if tax and shipping stay the same.',
    })
    address: AddressInput,
    @ExpectedVersion() expectedVersion: number | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<UpdateShippingAddressResult> {
    const problems = postalAddressProblems(['address'], address);
    if (problems.length > 0) return new ValidationError(problems);
    const stored = storedPostalAddress(address);
    return changeWithRetries(context, async () => {
      const order = await orderToChange(orderId, context);
      if (order === null) return new NotFoundError('order');
      if (!mayEver(orderViewer(order, context.viewer), 'changeAddress')) {
        throw forbidden(whoMayEver('changeAddress'));
      }
      const conflict = versionConflict(order, expectedVersion);
      if (conflict !== null) return conflict;
      if (!orderCan.changeAddress(order)) return new OrderStateError(order.status);
      const before = await context.store.addresses.open(order);
      if (canonicalJson(before) === canonicalJson(stored)) return order;
      if (isShipping(order)) {
        await context.workflows.until(order, (latest) => !isShipping(latest), context);
        return null;
      }
      const refused = await changeProblems(order, stored, context);
      if (refused.length > 0) return new ValidationError(refused);
      return change(order, stored, context);
    });
  }
}

/** Rejects one change too many, and a country that would change the tax or the shipping of the order. */
async function changeProblems(
  order: JournalRow,
  { country }: PostalAddress,
  context: OrdersContext,
): Promise<FieldProblem[]> {
  // Each change adds to the timeline, which is always read completely.
  if (order.version >= addressChangeVersionMax) {
    const message = `The order was changed ${addressChangeVersionMax} times. Cancel it and order again.`;
    return [{ path: ['address'], message }];
  }
  if (country === order.shippingAddress.country) return [];
  const path = ['address', 'country'];
  const terms = orderTerms(country, order.currency, context);
  if (terms === null) {
    return [{ path, message: `Nothing is delivered to ${country} in ${order.currency}.` }];
  }
  const there = totalsOf(await context.store.reads.lines([order.id]), terms);
  const isSame = there.shippingMinor === order.shippingMinor && there.taxMinor === order.taxMinor;
  return isSame
    ? []
    : [{ path, message: `Tax or shipping to ${country} differ. Place a new order.` }];
}

/** Resumes an undecided order, because this write invalidates the run that was deciding it. */
async function change(
  order: JournalRow,
  address: PostalAddress,
  context: OrdersContext,
): Promise<JournalRow | ValidationError | null> {
  const { store, workflows, viewer, configuration } = context;
  const judged = await judgedAddress(order, address, context);
  if (judged === null) {
    const message = 'This order cannot be sent there. Cancel it and place a new one.';
    return new ValidationError([{ path: ['address'], message }]);
  }
  const { risk, use } = judged;
  const shippingAddress = await store.addresses.seal(order.id, address);
  const changed = {
    order,
    set: { shippingAddress, ...(risk && { risk }) },
    leaseSeconds: configuration.orders.leaseSeconds,
    event: { type: 'order.address_changed', actor: actorOf(viewer) },
    audit: staffEntry(viewer, 'order.change_address', `Order:${order.id}`, {
      country: shippingAddress.country,
    }),
  };
  const written = await (use ? store.fraudLinks.store(changed, use) : store.journal.write(changed));
  if (written !== null) void workflows.run(written);
  return written;
}
