import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../platform/values/time';
import type { Disagreement, Finding } from './disagreement';
import type { LedgerEntry, OrderSnapshot } from './facts';
import {
  auditDisagreement,
  findingsOf,
  keyDisagreement,
  stockDisagreements,
  subjectOf,
} from './findings';
import type { Sources } from './sources';
import type { Tally } from './tally';
import { walkOrders } from './walk-orders';

/** Orders that are looked at again together: the ledger is read once more for each such lot. */
const suspectsMax = 5_000;
const idsPerRequest = 200;
/** A shop in full swing: an order that changes during each of so many looks is told all the same. */
const readsMax = 5;
const pauseMs = 1_000;

/** An order about which something did not fit when it was last looked at. */
interface Suspect {
  readonly snapshot: OrderSnapshot;
  readonly findings: readonly Finding[];
}

/**
 * Everything that does not fit together, one after the other.
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
  for await (const { checked, head, broken } of sources.audit()) {
    tally.countCompared('audit entries', checked);
    tally.auditHead = head ?? tally.auditHead;
    yield* broken.map(auditDisagreement);
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
 * The three sides are read one after the other while the shop goes on, so what was seen at first
 * may be an order on its way. It is told when it is seen again in an order that nobody wrote in
 * between: whatever happens to its stock or money is written into the order too.
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

/** The orders are read last: where they did not change, all of it was so at the same moment. */
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
  const entries = sources.ledger();
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
  for await (const page of sources.reservedOrders(Math.ceil(holdMs / msPerSecond))) {
    tally.countCompared('reservations', page.length);
    const unknown = await sources.unknownOrders(page);
    yield* unknown.map((id) => ({
      kind: 'reservation.unknown_order' as const,
      subject: `order ${id}`,
      expected: 'an order',
      found: 'a reservation for none',
    }));
  }
}
