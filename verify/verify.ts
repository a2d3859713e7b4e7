import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../platform/values/time';
import type { Disagreement, Finding } from './disagreement';
import type { LedgerEntry, OrderSnapshot } from './facts';
import {
  auditDisagreement,
  findingsOf,
  keyDisagreement,
  statsDisagreements,
  stockDisagreements,
  subjectOf,
} from './findings';
import { beforePaymentsOf } from './ledger';
import { lostReservations } from './lost-reservations';
import type { Sources } from './sources';
import type { Tally } from './tally';
import { walkOrders } from './walk-orders';

/** Orders that are rechecked together; the ledger is read again for each batch. */
const suspectsMax = 5_000;
const idsPerRequest = 200;
/** An order that changes between all of these reads is reported anyway. */
const readsMax = 5;
const pauseMs = 1_000;

/** An order that had findings when it was last read. */
interface Suspect {
  readonly snapshot: OrderSnapshot;
  readonly findings: readonly Finding[];
}

/**
 * Compares everything, and yields the disagreements.
 * @param holdMs how long a reservation may be held before its order is decided.
 */
export async function* verify(
  sources: Sources,
  holdMs: number,
  tally: Tally,
): AsyncGenerator<Disagreement> {
  yield* ordersThatDisagree(sources, tally);
  yield* reservationsOfNothing(sources, holdMs, tally);
  for await (const page of sources.stock()) {
    tally.countCompared('stock levels', page.length);
    yield* page.flatMap(stockDisagreements);
  }
  for await (const page of sources.keys()) {
    tally.countCompared('idempotency keys', page.length);
    yield* page.filter(({ hasOrder }) => !hasOrder).map(keyDisagreement);
  }
  for await (const page of sources.stats()) {
    tally.countCompared('days of order statistics', page.length);
    yield* page.flatMap(statsDisagreements);
  }
  for await (const { checked, head, faults } of sources.audit()) {
    tally.countCompared('audit entries', checked);
    tally.auditHead = head ?? tally.auditHead;
    yield* faults.map(auditDisagreement);
  }
}

async function* ordersThatDisagree(sources: Sources, tally: Tally): AsyncGenerator<Disagreement> {
  let suspects: Suspect[] = [];
  for await (const snapshot of walkOrders(sources, tally)) {
    const findings = findingsOf(snapshot);
    if (findings.length === 0) continue;
    suspects.push({ snapshot, findings });
    if (suspects.length < suspectsMax) continue;
    yield* confirmFindings(suspects, sources);
    suspects = [];
  }
  yield* confirmFindings(suspects, sources);
}

/**
 * The three services are read one after the other while the shop runs, so a finding may be an order
 * in progress. It is reported only if it persists while the order did not change in between; every
 * change of its stock or money changes the order too.
 */
async function* confirmFindings(
  suspects: readonly Suspect[],
  sources: Sources,
): AsyncGenerator<Disagreement> {
  let open = suspects;
  for (let read = 1; open.length > 0; read += 1) {
    await delay(pauseMs);
    const again = await readAgain(open, sources);
    const moving: Suspect[] = [];
    for (const { snapshot, findings } of open) {
      const now = again.get(snapshot.orderId);
      if (!now) continue;
      const still = findingsOf(now).filter(({ kind }) => findings.some((one) => one.kind === kind));
      if (still.length === 0) continue;
      const isStill = now.order?.epoch === snapshot.order?.epoch;
      if (!isStill && read < readsMax) moving.push({ snapshot: now, findings: still });
      else yield* still.map((finding) => ({ ...finding, subject: subjectOf(snapshot) }));
    }
    open = moving;
  }
}

/** Orders are read last: if one did not change, all data about it is from the same moment. */
async function readAgain(
  suspects: readonly Suspect[],
  sources: Sources,
): Promise<Map<string, OrderSnapshot>> {
  const ids = suspects.map(({ snapshot }) => snapshot.orderId);
  const ledger = await ledgerOf(new Set(ids), sources);
  const snapshots = new Map<string, OrderSnapshot>();
  for (let start = 0; start < ids.length; start += idsPerRequest) {
    const some = ids.slice(start, start + idsPerRequest);
    const reservations = await sources.reservationsById(some);
    const orders = await sources.ordersById(some);
    for (const orderId of some) {
      snapshots.set(orderId, {
        orderId,
        order: orders.find(({ id }) => id === orderId) ?? null,
        reservation: reservations.find((one) => one.orderId === orderId) ?? null,
        ledger: ledger && (ledger.get(orderId) ?? []),
      });
    }
  }
  return snapshots;
}

async function ledgerOf(
  ids: ReadonlySet<string>,
  sources: Sources,
): Promise<Map<string, LedgerEntry[]> | null> {
  const entries = sources.ledger(beforePaymentsOf(ids));
  if (entries === null) return null;
  const byOrder = new Map<string, LedgerEntry[]>();
  for await (const entry of entries) {
    if (!ids.has(entry.orderId)) continue;
    const known = byOrder.get(entry.orderId);
    if (known) known.push(entry);
    else byOrder.set(entry.orderId, [entry]);
  }
  return byOrder;
}

async function* reservationsOfNothing(
  sources: Sources,
  holdMs: number,
  tally: Tally,
): AsyncGenerator<Disagreement> {
  const holdSeconds = Math.ceil(holdMs / msPerSecond);
  for await (const page of lostReservations(sources, holdSeconds, tally)) {
    yield* page.map(({ orderId, state }) => ({
      kind: 'reservation.unknown_order' as const,
      subject: `order ${orderId}`,
      expected: 'an order',
      found: `a ${state} reservation without one`,
    }));
  }
}
