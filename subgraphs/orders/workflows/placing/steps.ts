import { type AuthorizeOutcome, PaymentRefusedError } from '../../../../payments/provider';
import { effectKey } from '../../domain/effect';
import type { RequestedLine } from '../../domain/order-input';
import type { JournalRow } from '../../store/journal-row';
import { attempt, NotOwnerError } from '../attempt';
import type { WorkflowDependencies } from '../dependencies';
import type { StockReserved } from '../inventory';

export type PlacingStep = 'RESERVE' | 'AUTHORIZE';

/** A step that got no answer in time; its effect is unknown. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';

  constructor(
    readonly step: PlacingStep,
    cause: unknown,
  ) {
    super(`${step} did not come to an answer`, { cause });
  }
}

/** @throws StepFailed after repeated failures; NotOwnerError passes through. */
export async function step<Value>(
  name: PlacingStep,
  call: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  try {
    return await attempt(call, signal);
  } catch (error) {
    if (error instanceof NotOwnerError) throw error;
    throw new StepFailed(name, error);
  }
}

/** Reserves all lines or none; an existing reservation of an earlier run counts as success. */
export function reserveStock(
  order: JournalRow,
  lines: readonly RequestedLine[],
  { inventory }: WorkflowDependencies,
  signal: AbortSignal,
): Promise<StockReserved> {
  return step('RESERVE', () => inventory.reserve(order.id, lines, signal), signal);
}

/** An authorised payment. One of nothing has no card, and the provider does not know it. */
export interface Authorized {
  readonly outcome: 'authorized';
  readonly reference: string | null;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly fingerprint: string | null;
  readonly fraudSignal: boolean;
}

export type NotAuthorized = Exclude<AuthorizeOutcome, { outcome: 'authorized' }>;

const nothingToPay: Authorized = {
  outcome: 'authorized',
  reference: null,
  brand: null,
  last4: null,
  fingerprint: null,
  fraudSignal: false,
};

/**
 * A request that the provider rejects counts as a decline with its own code. An order of free goods
 * moves no money, and a provider may refuse an amount of zero, so it is not asked.
 * @param onWritten called with the order that is written when the provider creates the payment.
 */
export function authorize(
  order: JournalRow,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
  onWritten: (order: JournalRow) => void,
): Promise<Authorized | NotAuthorized> {
  if (order.totalMinor === 0n) return Promise.resolve(nothingToPay);
  const { payments, paymentCallbackUrl, logger } = dependencies;
  let latest = order;
  const keep = async (paymentReference: string): Promise<void> => {
    latest = await keepReference(latest, paymentReference, dependencies);
    onWritten(latest);
  };
  const request = {
    idempotencyKey: effectKey(order.id, { kind: 'AUTHORIZE', seq: 1 }),
    amountMinor: order.totalMinor,
    currency: order.currency,
    token: order.paymentToken ?? '',
    callbackUrl: paymentCallbackUrl,
    returnUrl: order.paymentReturnUrl ?? undefined,
    keep,
  };
  const call = async (): Promise<AuthorizeOutcome> => {
    try {
      const reference = latest.paymentReference;
      return await payments.authorize({ ...request, reference }, signal);
    } catch (error) {
      if (!(error instanceof PaymentRefusedError)) throw error;
      logger.error(
        { err: error, orderId: order.id },
        'authorisation request rejected by the provider',
      );
      return { outcome: 'declined', declineCode: error.code };
    }
  };
  return step('AUTHORIZE', call, signal);
}

/** The provider's payment id, stored before the money moves. */
async function keepReference(
  order: JournalRow,
  paymentReference: string,
  { store, configuration }: WorkflowDependencies,
): Promise<JournalRow> {
  const { leaseSeconds } = configuration.orders;
  const written = await store.journal.write({ order, set: { paymentReference }, leaseSeconds });
  if (!written) throw new NotOwnerError(`Order ${order.id} has another owner.`);
  return written;
}
