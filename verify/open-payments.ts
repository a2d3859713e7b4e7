import type { PaymentMovement } from '../payments/movement';
import { timeOfUuidV7 } from '../platform/values/uuid';
import { beforePaymentsOf, orderIdIn, type ReadMovements } from './ledger';
import { isGivenBack, type MoneyLeft, moneyLeft, sumOf } from './money-left';

/** A payment whose money can be given back: the order does not exist. */
export interface OpenPayment extends MoneyLeft {
  readonly orderId: string;
  /** Idempotency key of its authorization. */
  readonly key: string;
  /** The provider's id of the payment. */
  readonly reference: string | null;
  readonly currency: string;
  readonly refundedMinor: bigint;
}

export interface OpenPayments {
  readonly payments: readonly OpenPayment[];
  /** Subjects whose movements are not those of one payment of this shop: a person must look. */
  readonly unclear: readonly string[];
  /** How many of orders that were placed too lately are left out. */
  readonly recent: number;
}

const nothingOpen: OpenPayments = { payments: [], unclear: [], recent: 0 };

export interface PaymentSources {
  readonly movements: ReadMovements;
  /** The ids among these that no order has. */
  readonly unknownOrders: (ids: readonly string[]) => Promise<readonly string[]>;
}

const idsPerRequest = 1_000;

/**
 * The orders of the ledger that do not exist. An order is stored before its payment begins, so
 * each movement is read before its order is looked up.
 */
async function unknownIn(sources: PaymentSources, signal: AbortSignal): Promise<Set<string>> {
  const unknown = new Set<string>();
  let batch = new Set<string>();
  const lookUp = async () => {
    for (const id of await sources.unknownOrders([...batch])) unknown.add(id);
    batch = new Set();
  };
  for await (const { idempotencyKey } of sources.movements(null, signal)) {
    const id = orderIdIn(idempotencyKey);
    if (id.startsWith('!')) unknown.add(id);
    else if (!unknown.has(id)) batch.add(id);
    if (batch.size >= idsPerRequest) await lookUp();
  }
  if (batch.size > 0) await lookUp();
  return unknown;
}

/** Null if the movements are not those of one payment that this shop began for one order. */
function paymentOf(orderId: string, movements: readonly PaymentMovement[]): OpenPayment | null {
  const [authorization, second] = movements.filter(({ kind }) => kind === 'authorization');
  if (authorization === undefined || second !== undefined) return null;
  const { idempotencyKey: key, reference, currency } = authorization;
  if (key !== `order-${orderId}-authorize` || timeOfUuidV7(orderId) === null) return null;
  if (movements.some((one) => one.currency !== currency)) return null;
  const left = moneyLeft(movements);
  if (left.heldMinor < 0n || left.capturedMinor < 0n) return null;
  const refundedMinor = sumOf(movements, 'refund');
  return { orderId, key, reference, currency, refundedMinor, ...left };
}

const isYounger = (orderId: string, moment: Date): boolean =>
  (timeOfUuidV7(orderId) ?? 0) > moment.getTime();

/** The payments of these orders of which the provider still has money. */
async function openOf(
  unknown: ReadonlySet<string>,
  { movements }: PaymentSources,
  placedBefore: Date | null,
  signal: AbortSignal,
): Promise<OpenPayments> {
  const byOrder = new Map<string, PaymentMovement[]>([...unknown].map((id) => [id, []]));
  for await (const movement of movements(beforePaymentsOf(unknown), signal)) {
    byOrder.get(orderIdIn(movement.idempotencyKey))?.push(movement);
  }
  const payments: OpenPayment[] = [];
  const unclear: string[] = [];
  let recent = 0;
  for (const [orderId, moved] of byOrder) {
    if (isGivenBack(moneyLeft(moved))) continue;
    const payment = paymentOf(orderId, moved);
    if (payment === null) unclear.push(orderId);
    else if (placedBefore !== null && isYounger(orderId, placedBefore)) recent += 1;
    else payments.push(payment);
  }
  payments.sort((one, other) => (one.orderId < other.orderId ? -1 : 1));
  return { payments, unclear, recent };
}

/**
 * The payments of orders that do not exist of which the provider still has money. The ledger is
 * read twice, so that only those payments are held in memory.
 * @param placedBefore leaves out payments of orders that were placed later; null for none.
 * @throws Error when the ledger cannot be read to its end.
 */
export async function findOpenPayments(
  sources: PaymentSources,
  placedBefore: Date | null,
  signal: AbortSignal,
): Promise<OpenPayments> {
  const unknown = await unknownIn(sources, signal);
  return unknown.size === 0 ? nothingOpen : openOf(unknown, sources, placedBefore, signal);
}
