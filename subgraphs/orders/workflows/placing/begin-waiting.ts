import { withinSignal } from '../../../../platform/resilience/deadline';
import { type RequestedLine, skuKey } from '../../domain/order-input';
import {
  type AvailableLine,
  type Holder,
  networkOf,
  type Standing,
  unpaidUnitsMax,
} from '../../domain/unpaid-units';
import {
  type AwaitingFull,
  type FullOfUnits,
  type LineLimit,
  unpaidOrdersMax,
} from '../../store/awaiting-buyer';
import type { OrderChange } from '../../store/journal';
import type { JournalRow } from '../../store/journal-row';
import type { WorkflowDependencies } from '../dependencies';
import { isEmailVerified } from '../verified-email';
import { step } from './steps';

/** The lines of an order; a resumed order does not have what was available when it was priced. */
export type PlacedLine = RequestedLine & Partial<Pick<AvailableLine, 'available'>>;

/** What the request that placed an order gives to its workflow. */
export interface PlacedRequest {
  readonly lines: readonly PlacedLine[];
  /** The network address of the client; null for a resumed order, because it is not stored. */
  readonly address: string | null;
}

/** Reads the lines of a resumed order only for a step that needs them. */
export type ReadRequest = () => Promise<PlacedRequest>;

/** The limit that the order would exceed, and whose it is. */
export type HeldTooMuch = AwaitingFull & { readonly holder: Holder };

/** Orders that are overdue but not processed yet count for a network, too. */
const lateMinutes = 60;

/**
 * Makes the order wait for its buyer, unless its account has too many unpaid orders or units. Most
 * orders are within the limit of any account; only beyond it the account's standing is looked up.
 */
export async function beginWaiting(
  change: OrderChange,
  request: PlacedRequest,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | HeldTooMuch | null> {
  const { store, configuration } = dependencies;
  const { unpaid } = configuration.limits;
  const { awaitingBuyerMax, awaitingBuyerMinutes } = configuration.orders;
  const available = await withAvailable(change.order, request.lines, dependencies, signal);
  const limitsOf = (holder: Holder): LineLimit[] =>
    available.map((line) => ({
      ...line,
      unitsMax: unpaidUnitsMax(line.available, holder, unpaid),
    }));
  const ofNetwork = await networkExceeded(change.order, request, limitsOf, dependencies);
  if (ofNetwork) return { ...ofNetwork, holder: 'network' };

  const beginAs = async (holder: Standing) => {
    const started = await store.awaitingBuyer.begin(change, {
      ordersMax: awaitingBuyerMax,
      unpaidMax: Math.max(unpaidOrdersMax, awaitingBuyerMax),
      minutes: awaitingBuyerMinutes,
      endedMinutes: unpaid.endedMinutes,
      lines: limitsOf(holder),
    });
    return started !== null && 'full' in started ? { ...started, holder } : started;
  };
  const first = await beginAs('unverified');
  if (first === null || !('full' in first) || first.full === 'orders') return first;
  const standing = await standingOf(change.order, dependencies, signal);
  return standing === 'unverified' ? first : beginAs(standing);
}

/**
 * The first product of which the buyers of the network would hold too much. Orders that are placed at
 * the same moment do not see each other.
 */
async function networkExceeded(
  { id }: JournalRow,
  { address }: PlacedRequest,
  limitsOf: (holder: Holder) => LineLimit[],
  { store, configuration, networkWaits }: WorkflowDependencies,
): Promise<FullOfUnits | null> {
  const { networkPercent, endedMinutes } = configuration.limits.unpaid;
  const network = networkPercent === null || address === null ? null : networkOf(address);
  if (network === null) return null;
  const keptMinutes = configuration.orders.awaitingBuyerMinutes + lateMinutes + endedMinutes;
  const earlier = networkWaits.enter(network, id, keptMinutes);
  return store.awaitingBuyer.exceeded(earlier, { lines: limitsOf('network'), endedMinutes });
}

/**
 * The standing of an account; without the users subgraph it counts as unverified, and may hold
 * less, but not nothing.
 */
async function standingOf(
  { id, customerId }: JournalRow,
  { store, users, logger }: WorkflowDependencies,
  signal: AbortSignal,
): Promise<Standing> {
  if (await store.awaitingBuyer.hasPaid(customerId)) return 'paid';
  const scope = { requestId: `order-${id}`, signal };
  try {
    const isVerified = await withinSignal(isEmailVerified(customerId, users, scope), signal);
    return isVerified ? 'verified' : 'unverified';
  } catch (error) {
    logger.warn({ err: error, orderId: id }, 'account counts as unverified, users did not answer');
    return 'unverified';
  }
}

/**
 * The lines with the units that were available when the same request priced them. For an order that
 * another process resumes: those that are available now, and those that the order holds.
 */
async function withAvailable(
  { id }: JournalRow,
  lines: readonly PlacedLine[],
  { inventory }: WorkflowDependencies,
  signal: AbortSignal,
): Promise<AvailableLine[]> {
  const known = lines.flatMap(({ sku, quantity, available }) =>
    available === undefined ? [] : [{ sku, quantity, available }],
  );
  if (known.length === lines.length) return known;
  const skus = lines.map(({ sku }) => sku);
  const scope = { requestId: `order-${id}`, signal };
  const products = await step('RESERVE', () => inventory.pricedProducts(skus, scope), signal);
  const bySku = new Map(products.map((product) => [skuKey(product.sku), product.available]));
  return lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    available: quantity + (bySku.get(skuKey(sku)) ?? 0),
  }));
}
