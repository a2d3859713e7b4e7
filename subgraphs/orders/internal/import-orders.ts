import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isCurrency } from '../../../platform/values/money';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { type ImportedOrder, isRepresentable } from '../domain/imported-order';
import { ImportedOrderInput } from '../schema/import-orders.input';
import { ImportedOrderOutcome, ImportedOrders } from '../schema/import-orders.result';

const ordersMax = 1_000;
/** An amount of a wrong column is TOO_LARGE, and ends no import: 20,000 lines of it have 28 digits. */
const minorPattern = /^\d{1,30}$/;
const countryPattern = /^[A-Z]{2}$/;
const invoicePattern = /^\S(.{0,98}\S)?$/;
const skuPattern = /^[A-Za-z0-9 \-_./]{1,64}$/;

/** Imports orders of another system: nothing is reserved, charged or sent. */
@Resolver()
export class ImportOrdersOperation {
  @Mutation(() => ImportedOrders, {
    description:
      `Imports up to ${ordersMax} past orders as delivered, with their own lines and dates. ` +
      'Safe to repeat: an imported invoice does not change.',
  })
  async importOrders(
    @Arg('orders', () => [ImportedOrderInput]) given: ImportedOrderInput[],
    @Ctx() { store }: OrdersContext,
  ): Promise<ImportedOrders> {
    if (given.length > ordersMax) throw badUserInput(`\`orders\` takes up to ${ordersMax}.`);
    if (new Set(given.map(({ invoice }) => invoice)).size < given.length) {
      throw badUserInput('`orders` holds an invoice twice.');
    }
    const orders = given.map(orderOf);
    const representable = orders.filter(isRepresentable);
    const written = await store.orderImports.take(representable);
    const byInvoice = new Map(representable.map(({ invoice }, index) => [invoice, written[index]]));
    const outcomes = orders.map(({ invoice }) => {
      const outcome = byInvoice.get(invoice);
      return outcome ? ImportedOrderOutcome[outcome] : ImportedOrderOutcome.TOO_LARGE;
    });
    return { outcomes };
  }
}

function minorOf(text: string, field: string): bigint {
  if (!minorPattern.test(text)) throw badUserInput(`\`${field}\` takes whole minor units.`);
  return BigInt(text);
}

/** @throws BAD_USER_INPUT for invalid rows, which importers have filtered out before. */
function orderOf(imported: ImportedOrderInput): ImportedOrder {
  const { invoice, customerId, currency, placedAt, country, recipient } = imported;
  if (!invoicePattern.test(invoice)) throw badUserInput('`invoice` takes 1 to 100 characters.');
  if (!isUuid(customerId)) throw badUserInput('`customerId` takes a uuid.');
  if (!isCurrency(currency)) throw badUserInput('`currency` takes a currency such as GBP.');
  if (!countryPattern.test(country)) throw badUserInput('`country` takes two letters.');
  if (imported.lines.length === 0) throw badUserInput('An order has at least one line.');
  const lines = imported.lines.map(({ sku, name, quantity, unitPriceMinor }) => {
    if (!skuPattern.test(sku)) throw badUserInput(`\`sku\`: ${sku} is none.`);
    if (quantity < 1) throw badUserInput('`quantity` takes at least 1.');
    return { sku, name, quantity, unitPriceMinor: minorOf(unitPriceMinor, 'unitPriceMinor') };
  });
  const shippingMinor = minorOf(imported.shippingMinor, 'shippingMinor');
  return { invoice, customerId, currency, placedAt, country, recipient, shippingMinor, lines };
}
