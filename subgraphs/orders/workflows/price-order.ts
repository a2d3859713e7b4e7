import { pricingTerms } from '../../../config/schema/pricing';
import type { PaymentProvider } from '../../../payments/provider';
import { ValidationError } from '../../../platform/graphql/errors';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import { publicError } from '../../../platform/requests/public-error';
import { lineProblems } from '../domain/order-input';
import {
  type PricedOrder,
  type PricedProduct,
  pricedOrder,
  type UnpricedOrder,
  unknownSkus,
} from '../domain/pricing';
import type { Terms } from '../domain/totals';
import { UnknownProductError } from '../schema/unknown-product-error';
import type { OrdersConfiguration } from './dependencies';
import type { Inventory } from './inventory';

interface QuoteRequest extends UnpricedOrder {
  readonly country: string;
  readonly countryPath: string[];
}

interface TermsDependencies {
  readonly configuration: Pick<OrdersConfiguration, 'pricing'>;
  readonly payments: Pick<PaymentProvider, 'stepOf'>;
}

interface QuoteDependencies extends TermsDependencies {
  readonly inventory: Inventory;
  readonly configuration: OrdersConfiguration;
}

/** Null if nothing is delivered to the country in that currency. */
export function orderTerms(
  country: string,
  currency: string,
  { configuration, payments }: TermsDependencies,
): Terms | null {
  const terms = pricingTerms(configuration.pricing, country, currency);
  return terms && { ...terms, stepMinor: payments.stepOf(currency) };
}

/**
 * The current prices of the lines, or why they cannot be ordered. Calls inventory once, and only for
 * well-formed lines.
 * @throws SERVICE_UNAVAILABLE if inventory does not answer.
 */
export async function priceOrder(
  requested: QuoteRequest,
  dependencies: QuoteDependencies,
  scope: RequestScope,
): Promise<PricedOrder | UnknownProductError | ValidationError> {
  const { currency, country, lines } = requested;
  const { inventory, configuration } = dependencies;
  const terms = orderTerms(country, currency, dependencies);
  const problems = lineProblems(lines, configuration.orders);
  if (terms === null) {
    const message = `Nothing is delivered to ${country} in ${currency}.`;
    problems.push({ path: requested.countryPath, message });
  }
  if (problems.length > 0 || terms === null) return new ValidationError(problems);

  const skus = lines.map(({ sku }) => sku);
  const products = await currentProducts(skus, inventory, scope);
  const unknown = unknownSkus(lines, products);
  if (unknown.length > 0) return new UnknownProductError(unknown);
  const priced = pricedOrder(requested, products, terms);
  return Array.isArray(priced) ? new ValidationError(priced) : priced;
}

async function currentProducts(
  skus: readonly string[],
  inventory: Inventory,
  scope: RequestScope,
): Promise<PricedProduct[]> {
  try {
    return await inventory.pricedProducts(skus, scope);
  } catch (error) {
    throw Object.assign(publicError('SERVICE_UNAVAILABLE', 'Prices cannot be read just now.'), {
      cause: error,
    });
  }
}
