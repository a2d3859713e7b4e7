import { pricingTerms } from '../../../config/pricing';
import { type FieldProblem, publicError, ValidationError } from '../../../platform/graphql/errors';
import { Money } from '../../../platform/graphql/money';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import { lineProblems, skuKey, type WantedLine } from '../domain/order-input';
import { lineTotal, type Terms, type Totals, totalMinorMax, totalsOf } from '../domain/totals';
import type { Quote } from '../schema/quote';
import { UnknownProductError } from '../schema/unknown-product-error';
import type { OrdersConfiguration } from './dependencies';
import type { Inventory, PricedProduct } from './inventory';

export interface Wanted {
  readonly currency: string;
  readonly country: string;
  readonly countryPath: string[];
  readonly lines: readonly WantedLine[];
}

export interface PricedOrder extends Totals {
  readonly currency: string;
  readonly lines: readonly PricedOrderLine[];
}

interface PricedOrderLine {
  /** As the catalogue writes it. */
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
  readonly available: number;
}

interface Parts {
  readonly inventory: Inventory;
  readonly configuration: OrdersConfiguration;
}

/**
 * What the lines cost now, or why they cannot be ordered. Asks inventory once, whatever their
 * number, and only for lines that are well-formed.
 * @throws SERVICE_UNAVAILABLE when inventory does not answer.
 */
export async function priceOrder(
  wanted: Wanted,
  { inventory, configuration }: Parts,
  scope: RequestScope,
): Promise<PricedOrder | UnknownProductError | ValidationError> {
  const { currency, lines } = wanted;
  const terms = pricingTerms(configuration.pricing, wanted.country, currency);
  const problems: FieldProblem[] = lineProblems(lines, configuration.orders);
  if (terms === null) {
    problems.push({
      path: wanted.countryPath,
      message: `Nothing is delivered to ${wanted.country} in ${currency}.`,
    });
  }
  if (problems.length > 0 || terms === null) return new ValidationError(problems);

  const products = await askForPrices(lines, inventory, scope);
  const unknown = lines.filter(({ sku }) => !products.has(skuKey(sku))).map(({ sku }) => sku);
  if (unknown.length > 0) return new UnknownProductError(unknown);
  return pricedOrder(wanted, products, terms);
}

async function askForPrices(
  lines: readonly WantedLine[],
  inventory: Inventory,
  scope: RequestScope,
): Promise<Map<string, PricedProduct>> {
  try {
    const products = await inventory.pricedProducts(
      lines.map(({ sku }) => sku),
      scope,
    );
    return new Map(products.map((product) => [skuKey(product.sku), product]));
  } catch (error) {
    throw Object.assign(publicError('SERVICE_UNAVAILABLE', 'Prices cannot be read just now.'), {
      cause: error,
    });
  }
}

function pricedOrder(
  { currency, lines }: Wanted,
  products: Map<string, PricedProduct>,
  terms: Terms,
): PricedOrder | ValidationError {
  const priced: PricedOrderLine[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, { sku, quantity }] of lines.entries()) {
    const product = products.get(skuKey(sku));
    if (product?.currency === currency) {
      priced.push({ ...product, quantity, unitPriceMinor: product.priceMinor });
    } else {
      const message = `It is not sold in ${currency}.`;
      problems.push({ path: ['lines', String(index), 'sku'], message });
    }
  }
  const totals = totalsOf(priced, terms);
  if (totals.totalMinor > totalMinorMax) {
    problems.push({ path: ['lines'], message: 'The total is larger than an order may be.' });
  }
  return problems.length > 0
    ? new ValidationError(problems)
    : { ...totals, currency, lines: priced };
}

/** A priced order as the API shows it. */
export function quoteOf(order: PricedOrder): Quote {
  const money = (minor: bigint) => new Money(minor, order.currency);
  return {
    lines: order.lines.map((line) => ({
      sku: line.sku,
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor),
      total: money(lineTotal(line)),
      available: line.available,
    })),
    subtotal: money(order.subtotalMinor),
    shipping: money(order.shippingMinor),
    tax: money(order.taxMinor),
    total: money(order.totalMinor),
  };
}
