import { assertNever } from '../../../../platform/values/assert-never';
import { attentionAfter, attentionFor, isUndecided } from '../../domain/attention';
import type { EffectOf, JournalEffect } from '../../domain/effect';
import {
  attemptsUntilAttention,
  authorizationKey,
  type EffectKind,
  effectKey,
  pauseAfter,
} from '../../domain/effect';
import { openCapture } from '../../domain/progress';
import { paidStatus } from '../../domain/totals';
import type { ChangedColumns } from '../../store/journal';
import type { JournalRow } from '../../store/journal-row';
import { attempt, isRefusal } from '../attempt';
import type { WorkflowDependencies } from '../dependencies';
import { doneChange, leaseAfter, movementOf } from './effect-changes';
import { refundEffect, restockEffect } from './refund-order';
import { shipEffect } from './ship-order';

/**
 * Effects after the decision, in the order of execution. A call that hangs uses up the time of those
 * after it: answers wait for RELEASE, so it comes before all calls of the payment provider. RESTOCK
 * comes after REFUND, because money is refunded also while inventory is down.
 */
const effectsAfterDecision = [
  'SHIP',
  'RELEASE',
  'CAPTURE',
  'REFUND',
  'RESTOCK',
  'VOID',
] as const satisfies EffectKind[];
type EffectAfterDecision = (typeof effectsAfterDecision)[number];

type Due = JournalEffect & { readonly kind: EffectAfterDecision };

interface EffectDependencies extends WorkflowDependencies {
  /** When a request that asked for an effect of this run has been answered, as PENDING at least. */
  readonly answeredAtMs: number;
}

function firstDue(order: JournalRow, done: ReadonlySet<string>): Due | undefined {
  return effectsAfterDecision
    .flatMap((kind) => order.effects.filter((effect) => effect.kind === kind))
    .filter((effect): effect is Due => effect.state === 'PENDING' && effect.due)
    .find((effect) => !done.has(effectKey(order.id, effect)));
}

/**
 * Executes all due effects, each with its key, and records the results. A failed effect stays open
 * and does not block others.
 * @returns the order after this run; null if another process owns it now.
 */
export async function runEffects(
  order: JournalRow,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const done = new Set<string>();
  // The request that asked for the last of them waits since before the first of them.
  const answeredAtMs = performance.now() + dependencies.configuration.orders.decisionWaitMs;
  const timed = { ...dependencies, answeredAtMs };
  let current = order;
  for (;;) {
    const effect = firstDue(current, done);
    if (!effect) return current;
    done.add(effectKey(order.id, effect));
    const written = await runEffect(current, effect, timed, signal);
    if (!written) return null;
    dependencies.published(written, current);
    current = written;
  }
}

async function runEffect(
  order: JournalRow,
  effect: Due,
  dependencies: EffectDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  try {
    return await execute(order, effect, dependencies, signal);
  } catch (error) {
    if (isRefusal(error)) {
      const isFirst = effect.attempts === 0 && order.isTakenOver !== true;
      const isAwaited = isFirst && performance.now() < dependencies.answeredAtMs;
      return recordRefusal(order, effect, { error, isAwaited }, dependencies);
    }
    return recordFailure(order, effect, error, dependencies);
  }
}

async function execute(
  order: JournalRow,
  effect: Due,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { inventory, store } = dependencies;
  switch (effect.kind) {
    case 'SHIP':
      return shipEffect(order, effect, dependencies, signal);
    case 'RELEASE':
      await attempt(() => inventory.release(order.id, signal), signal);
      return store.journal.write(doneChange(order, effect, {}, dependencies));
    case 'REFUND':
      return refundEffect(order, effect, dependencies, signal);
    case 'RESTOCK':
      return restockEffect(order, effect, dependencies, signal);
    case 'VOID':
      return voidEffect(order, effect, dependencies, signal);
    case 'CAPTURE':
      return captureEffect(order, effect, dependencies, signal);
    default:
      return assertNever(effect);
  }
}

async function captureEffect(
  order: JournalRow,
  effect: EffectOf<'CAPTURE'>,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { payments, store } = dependencies;
  const { amountMinor } = effect.input;
  const set = capturedColumns(order, amountMinor);
  // Free goods move no money, and a provider may refuse an amount of zero.
  if (amountMinor === 0n) return store.journal.write(doneChange(order, effect, set, dependencies));
  const request = movementOf(order, effect);
  const captured = await attempt(() => payments.capture(request, signal), signal);
  return store.journal.write(doneChange(order, effect, set, dependencies, captured));
}

async function voidEffect(
  order: JournalRow,
  effect: Due,
  dependencies: WorkflowDependencies,
  signal: AbortSignal,
): Promise<JournalRow | null> {
  const { payments, store } = dependencies;
  const capture = openCapture(order);
  if (capture) return afterCapture(order, effect, capture, dependencies);
  const { kind, seq } = effect;
  // If the cancelled rest costs nothing, everything is captured and nothing is held.
  if (order.capturedMinor > 0n && order.capturedMinor === order.totalMinor) {
    const updates = [{ kind, seq, state: 'SKIPPED' } as const];
    return store.journal.write({
      order,
      updates,
      leaseSeconds: leaseAfter(order, effect, dependencies),
    });
  }
  const idempotencyKey = effectKey(order.id, effect);
  const request = {
    idempotencyKey,
    authorizationKey: authorizationKey(order.id),
    reference: order.paymentReference,
    authorization: { amountMinor: order.totalMinor, currency: order.currency },
  };
  // Nothing was authorised for free goods.
  if (order.totalMinor > 0n) await attempt(() => payments.void(request, signal), signal);
  return store.journal.write(doneChange(order, effect, voidedColumns(order), dependencies));
}

async function afterCapture(
  order: JournalRow,
  { kind, seq }: Due,
  capture: JournalEffect,
  { store }: WorkflowDependencies,
): Promise<JournalRow | null> {
  const waitsForPerson = capture.state === 'REFUSED';
  const pauseMs = pauseAfter(waitsForPerson ? attemptsUntilAttention : 1 + capture.attempts);
  const updates = [{ kind, seq, state: 'PENDING', pauseMs } as const];
  return store.journal.write({ order, updates, leaseSeconds: 0 });
}

function voidedColumns(order: JournalRow): ChangedColumns {
  const isHeld = order.capturedMinor === 0n && order.paymentStatus !== 'DECLINED';
  return isHeld ? { paymentStatus: 'VOIDED' } : {};
}

function capturedColumns(order: JournalRow, amountMinor: bigint): ChangedColumns {
  const capturedMinor = order.capturedMinor + amountMinor;
  if (capturedMinor === 0n && order.totalMinor > 0n) return {};
  return { capturedMinor, paymentStatus: paidStatus({ ...order, capturedMinor }) };
}

/** The other service rejected it permanently, so a person has to look. */
function recordRefusal(
  order: JournalRow,
  effect: Due,
  {
    error,
    isAwaited,
  }: { readonly error: Error & { readonly code: string }; readonly isAwaited: boolean },
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const { kind, seq } = effect;
  dependencies.logger.error(
    { err: error, orderId: order.id, kind, seq },
    'effect rejected permanently',
  );
  // The request of a refund is answered with its refusal, unless that comes after the answer.
  const late = kind === 'REFUND' && (!isAwaited || effect.outcome?.late === true);
  const outcome = { ...effect.outcome, code: error.code, ...(late && { late }) };
  const refused = { ...effect, state: 'REFUSED', outcome } as const;
  return dependencies.store.journal.write({
    order,
    set: isUndecided(refused) ? attentionFor(order, kind, error.code, true) : {},
    leaseSeconds: leaseAfter(order, effect, dependencies),
    updates: [{ kind, seq, state: 'REFUSED', outcome }],
    ...(kind === 'REFUND' ? { event: { type: 'order.refund_failed', actor: 'system' } } : {}),
  });
}

async function recordFailure(
  order: JournalRow,
  effect: Due,
  error: unknown,
  dependencies: WorkflowDependencies,
): Promise<JournalRow | null> {
  const { kind, seq } = effect;
  const attempts = effect.attempts + 1;
  const pauseMs = pauseAfter(attempts);
  dependencies.metrics.effectFailures.inc({ kind });
  dependencies.logger.warn({ err: error, orderId: order.id, kind, seq, attempts }, 'effect failed');
  return dependencies.store.journal.write({
    order,
    set: attentionAfter(order, kind, error instanceof Error ? error.message : kind, attempts),
    leaseSeconds: leaseAfter(order, effect, dependencies),
    updates: [{ kind, seq, state: 'PENDING', failed: 1, pauseMs }],
  });
}
