import type { AuthorizeOutcome } from '../../../../payments/provider';
import { msPerMinute, msPerSecond } from '../../../../platform/values/time';
import { attentionAfter } from '../../domain/attention';
import { type EffectKind, type OpenedEffect, pauseAfter, undoAll } from '../../domain/effect';
import { ownMs } from '../../domain/progress';
import { type Refusal, statusReasonOf, type TooManyAwaiting } from '../../domain/refusal';
import { unpaidRetryAt } from '../../domain/unpaid-units';
import type { ChangedColumns, OrderChange } from '../../store/journal';
import type { EffectUpdate, JournalRow } from '../../store/journal-row';
import { decidedColumns } from '../decided-columns';
import type { OrdersConfiguration, WorkflowDependencies } from '../dependencies';
import { beginWaiting, type HeldTooMuch, type ReadRequest } from './begin-waiting';
import type { StepFailed } from './steps';

export const actor = 'system';

/** Queries of the provider start after 4 s, because its callback is expected first. */
const lookupShift = 3;
/** A buyer at their bank takes longer: queries start after 16 s. */
const buyerLookupShift = 5;
const lookupPauseMsMax = 60_000;

type Undecided = Extract<AuthorizeOutcome, { outcome: 'pending' | 'action_required' }>;

/** When an undecided order releases its stock. */
function heldUntil(
  { placedAt, paymentStatus }: Pick<JournalRow, 'placedAt' | 'paymentStatus'>,
  { orders }: OrdersConfiguration,
): Date {
  const { reservationMinutes, awaitingBuyerMinutes } = orders;
  const isAwaitingBuyer = paymentStatus === 'ACTION_REQUIRED';
  const minutes = isAwaitingBuyer
    ? Math.min(awaitingBuyerMinutes, reservationMinutes)
    : reservationMinutes;
  return new Date(placedAt.getTime() + minutes * msPerMinute);
}

/**
 * Milliseconds until the time of an order is over, counted from when the database took it over or wrote
 * it in this run, which ends with its lease: the clock of this process may be wrong, and must not end
 * the wait of an order.
 */
function msLeft(order: JournalRow, configuration: OrdersConfiguration): number {
  const { takenAt = order.updatedAt, updatedAt } = order;
  const runAtMs = Math.max(takenAt.getTime(), updatedAt.getTime());
  return 1 + heldUntil(order, configuration).getTime() - runAtMs;
}

/** Whether an undecided order must release its stock. */
const isOverdue = (order: JournalRow, configuration: OrdersConfiguration): boolean =>
  msLeft(order, configuration) <= 0;

type Progress = Omit<EffectUpdate, 'kind' | 'seq'>;

/** Updates of all open effects of an undecided order; one of an earlier version has a CONFIRM too. */
export const openEffectsAs = (
  { effects }: JournalRow,
  progressOf: (kind: EffectKind) => Progress,
): EffectUpdate[] =>
  effects
    .filter(({ state }) => state === 'PENDING')
    .map(({ kind, seq }) => ({ kind, seq, ...progressOf(kind) }));

type StateByKind = Readonly<Partial<Record<EffectKind, EffectUpdate['state']>>>;

/** Results of the placing effects of a rejected order; others are SKIPPED. */
const effectStatesByReason: Record<Refusal['reason'], StateByKind> = {
  out_of_stock: { RESERVE: 'REFUSED' },
  payment_declined: { RESERVE: 'DONE', AUTHORIZE: 'REFUSED' },
  timed_out: {},
  too_many_awaiting: { RESERVE: 'DONE' },
};

/** Rejects the order and registers what to undo; the undo follows. */
export function reject(
  order: JournalRow,
  refusal: Refusal,
  undo: readonly OpenedEffect[],
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const states = effectStatesByReason[refusal.reason];
  return decide(
    {
      order,
      set: {
        status: 'REJECTED',
        statusReason: statusReasonOf(refusal),
        paymentStatus: refusal.reason === 'payment_declined' ? 'DECLINED' : order.paymentStatus,
        refusal,
      },
      leaseSeconds: undo.length > 0 ? dependencies.configuration.orders.leaseSeconds : 0,
      updates: openEffectsAs(order, (kind) => ({ state: states[kind] ?? 'SKIPPED' })),
      opened: undo,
      event: { type: 'order.rejected', actor },
      // The same request may succeed later, so its key is released.
      freesKey: refusal.reason === 'too_many_awaiting',
    },
    refusal.reason,
    dependencies,
  );
}

async function decide(
  change: OrderChange,
  outcome: string,
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const { store, configuration } = dependencies;
  const { hashes } = change.order.risk ?? {};
  const decided = decision(change);
  // A declined payment counts for the network address that it was tried from.
  const isCounted = outcome === 'payment_declined' && hashes !== undefined;
  const rules = configuration.orders.fraud;
  const written = isCounted
    ? await store.fraudLinks.store(decided, { hashes, fingerprint: null, rules })
    : await store.journal.write(decided);
  if (written !== null) announce(written, outcome, dependencies);
  return written;
}

/** The change with what each decision does besides. */
export function decision(change: OrderChange): OrderChange {
  const set = { ...decidedColumns(change.order), ...change.set, decidedAt: new Date() };
  return { ...change, set };
}

export function announce(
  written: JournalRow,
  outcome: string,
  { metrics, published }: WorkflowDependencies,
): void {
  metrics.processed.inc({ outcome });
  metrics.processingSeconds.observe({ outcome }, ownMs(written, Date.now()) / msPerSecond);
  published(written);
}

type AwaitedColumns = ChangedColumns & Pick<JournalRow, 'paymentStatus'>;

function awaitedColumns(
  order: JournalRow,
  payment: Undecided,
  configuration: OrdersConfiguration,
): AwaitedColumns {
  const paymentReference = payment.reference;
  if (payment.outcome === 'pending') return { paymentStatus: 'PENDING', paymentReference };
  const { redirectUrl, clientSecret, expiresAt } = payment;
  const paymentStatus = 'ACTION_REQUIRED';
  const until = heldUntil({ ...order, paymentStatus }, configuration);
  const ends = new Date(Math.min(expiresAt.getTime(), until.getTime()));
  return {
    paymentStatus,
    paymentReference,
    paymentAction: { redirectUrl, clientSecret, expiresAt: ends.toISOString() },
  };
}

/**
 * Waits for the bank or the buyer. The provider will call back; if the callback is lost, a scheduled
 * attempt queries it. The order is rejected when its time is over, or if the account has too many
 * orders that wait for their buyer, or too many units in them.
 */
export async function awaitPayment(
  { order, readRequest }: PlacedOrder,
  payment: Undecided,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { store, configuration, published } = dependencies;
  const set = awaitedColumns(order, payment, configuration);
  const waiting = { ...order, paymentStatus: set.paymentStatus };
  if (isOverdue(waiting, configuration)) {
    return reject(order, { reason: 'timed_out' }, undoAll, dependencies);
  }
  const updates = nextLookup(waiting, msLeft(waiting, configuration));
  const change: OrderChange = { order, set, leaseSeconds: 0, updates };
  // Only orders that start to wait for their buyer are counted; others are written as usual.
  const begins =
    set.paymentStatus === 'ACTION_REQUIRED' && order.paymentStatus !== 'ACTION_REQUIRED';
  const written = begins
    ? await beginWaiting(change, await readRequest(), dependencies, signal)
    : await store.journal.write(change);
  if (written === null) return null;
  if ('full' in written) {
    return reject(order, tooManyAwaiting(written, waiting, configuration), undoAll, dependencies);
  }
  published(written, order);
  return written;
}

export interface PlacedOrder {
  readonly order: JournalRow;
  readonly readRequest: ReadRequest;
}

/** The next query of the provider, or the end of the wait if that comes first. */
function nextLookup(order: JournalRow, leftMs: number): EffectUpdate[] {
  const lookups = 1 + (order.effects.find(({ kind }) => kind === 'AUTHORIZE')?.attempts ?? 0);
  const shift = order.paymentStatus === 'ACTION_REQUIRED' ? buyerLookupShift : lookupShift;
  const pauseMs = Math.min(pauseAfter(lookups + shift), lookupPauseMsMax, leftMs);
  return openEffectsAs(order, (kind) => ({
    state: 'PENDING',
    pauseMs,
    failed: kind === 'AUTHORIZE' ? 1 : 0,
  }));
}

function tooManyAwaiting(
  reached: HeldTooMuch,
  waiting: JournalRow,
  configuration: OrdersConfiguration,
): TooManyAwaiting {
  const reason = 'too_many_awaiting';
  if (reached.full === 'orders') {
    const oldest = { ...waiting, placedAt: reached.oldestPlacedAt };
    return { reason, retryAt: heldUntil(oldest, configuration).toISOString() };
  }
  const { line, unpaidUnits, holder } = reached;
  return {
    reason,
    retryAt: unpaidRetryAt(reached, configuration.limits.unpaid).toISOString(),
    units: { sku: line.sku, unitsMax: line.unitsMax, unpaidUnits, holder },
  };
}

/**
 * Postpones the order to its next attempt, or to the end of its time. When that is over, it is
 * rejected and everything is undone, because the effect of the step is unknown.
 */
export async function postpone(
  order: JournalRow,
  failure: StepFailed,
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const { store, configuration, metrics, logger, published } = dependencies;
  metrics.effectFailures.inc({ kind: failure.step });
  const attempts = 1 + (order.effects.find(({ kind }) => kind === failure.step)?.attempts ?? 0);
  logger.warn({ err: failure, orderId: order.id, attempts }, 'order postponed to its next attempt');
  if (isOverdue(order, configuration)) {
    return reject(order, { reason: 'timed_out' }, undoAll, dependencies);
  }
  const pauseMs = Math.min(pauseAfter(attempts), msLeft(order, configuration));
  const updates = openEffectsAs(order, (kind) => ({
    state: 'PENDING',
    pauseMs,
    failed: kind === failure.step ? 1 : 0,
  }));
  const set = attentionAfter(order, failure.step, failure.message, attempts);
  const written = await store.journal.write({ order, set, updates, leaseSeconds: 0 });
  if (!written) return null;
  published(written, order);
  return written;
}
