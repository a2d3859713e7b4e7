import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../../platform/process/process-table';
import { msPerSecond } from '../../platform/values/time';
import { newCustomer } from '../harness/people';
import type { Drill, DrillContext, DrillOutcome } from './drill';
import { metricSum, millisecondsUntil } from './measure';
import { PacedReads } from './paced-reads';
import { countAtMost, durationAtMost, type Figure, ratioAtMost } from './report';

const beforeMs = 60 * msPerSecond;
const settledMs = 15 * msPerSecond;
/** Longer than the alert BreakerOpen needs to fire. */
const hungMs = 150 * msPerSecond;
const swallowedMs = 30 * msPerSecond;
const detectedMsMax = 5 * msPerSecond;
const recoveredMsMax = 5 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
/** Reads may take so many times as long as before the fault. */
const slowerMax = 1.2;
/** The interval at which Prometheus scrapes a gateway. */
const scrapeMs = 15 * msPerSecond;
const open = 2;
/** What promtool calls a moment without a sample. */
const noSample = '_';

/** The state of the breaker of a gateway for inventory; null if the gateway did not say it in time. */
async function stateIn({ shop }: DrillContext): Promise<number | null> {
  const labels = ['target="inventory"', 'kind="silence"'];
  const metrics = await shop.metrics('gateway-1').catch(() => null);
  return metrics === null ? null : metricSum(metrics, 'outgoing_breaker_state', ...labels);
}

interface InventoryFault {
  readonly broken: string;
  readonly lastsMs: number;
  readonly begin: () => void;
  readonly end: () => void;
}

function faultsOf({ shop }: DrillContext): InventoryFault[] {
  const { inventory: proxy } = shop.proxies;
  const pids = shop.pidsOf('inventory');
  if (pids.length === 0) throw new Error('There is no inventory of this shop.');
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => () => {
    for (const pid of pids) sendSignal(pid, name);
  };
  return [
    {
      broken: `Inventory hung (SIGSTOP, ${hungMs / msPerSecond} s)`,
      lastsMs: hungMs,
      begin: signal('SIGSTOP'),
      end: signal('SIGCONT'),
    },
    {
      broken: `The network swallowed what was sent to inventory (${swallowedMs / msPerSecond} s)`,
      lastsMs: swallowedMs,
      begin: () => proxy.hold('both'),
      end: () => proxy.heal(),
    },
  ];
}

/** What is read all the time: with inventory, and without it. */
interface Reads {
  readonly account: PacedReads;
  readonly catalogue: PacedReads;
}

async function breakInventory(
  fault: InventoryFault,
  { account, catalogue }: Reads,
  context: DrillContext,
): Promise<DrillOutcome> {
  const { history, probes } = context;
  const { broken, lastsMs, begin, end } = fault;
  const settledAtMs = Date.now();
  await delay(beforeMs);
  history.fault(broken);
  const brokenAtMs = Date.now();
  begin();
  try {
    const isOpen = async () => (await stateIn(context)) === open;
    const [detectedAfterMs] = await Promise.all([
      millisecondsUntil(brokenAtMs, isOpen, lastsMs),
      delay(lastsMs),
    ]);
    const repairedAtMs = Date.now();
    end();
    history.fault('inventory answers again');
    const isClosed = async () => (await stateIn(context)) === 0;
    const [recoveredAfterMs, closedAfterMs, readAfterMs] = await Promise.all([
      probes.recoveredAfter(repairedAtMs, waitMsMax),
      millisecondsUntil(repairedAtMs, isClosed, waitMsMax),
      delay(settledMs).then(() => catalogue.lastFailureAfter(repairedAtMs)),
    ]);
    const before = account.between(settledAtMs, brokenAtMs);
    const during = account.between(brokenAtMs, repairedAtMs);
    const refused = catalogue.between(brokenAtMs + (detectedAfterMs ?? 0), repairedAtMs);
    const detectedBy = 'outgoing_breaker_state of a gateway';
    const figures: Figure[] = [
      durationAtMost('the breaker opens', detectedAfterMs, detectedMsMax),
      ratioAtMost('p99 of reads without inventory', during.p99Ms, before.p99Ms, slowerMax),
      countAtMost(`of ${during.all} reads without inventory failed`, during.failed, 0),
      ratioAtMost(`p99 of ${refused.all} reads with it`, refused.p99Ms, before.p99Ms, slowerMax),
      durationAtMost('the breaker is closed again', closedAfterMs, recoveredMsMax),
      durationAtMost('every read of the catalogue succeeds again', readAfterMs, recoveredMsMax),
      durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
    ];
    return { faults: [{ broken, detectedAfterMs, detectedBy, recoveredAfterMs }], figures };
  } finally {
    end();
  }
}

/** Writes the states as promtool reads a series, for the test of the alert. */
async function recordStates(context: DrillContext, ending: AbortSignal): Promise<void> {
  const states: (number | string)[] = [];
  while (!ending.aborted) {
    states.push((await stateIn(context)) ?? noSample);
    await delay(scrapeMs, undefined, { signal: ending }).catch(() => undefined);
  }
  writeFileSync(path.join(context.folder, 'breaker-states.txt'), `${states.join(' ')}\n`);
}

/** Inventory accepts connections and answers nothing: its process hangs, then its network. */
export const inventoryDrill: Drill = {
  name: 'inventory',
  async inject(context) {
    const customer = await newCustomer(context.shop.client);
    const reads = {
      account: PacedReads.account(customer),
      catalogue: PacedReads.catalogue(customer),
    };
    const ending = new AbortController();
    const recording = recordStates(context, ending.signal);
    const outcomes: DrillOutcome[] = [];
    try {
      for (const fault of faultsOf(context)) {
        context.log(`inventory: ${fault.broken}`);
        outcomes.push(await breakInventory(fault, reads, context));
      }
      // The alert resolves when Prometheus has scraped the closed breaker.
      await delay(2 * scrapeMs);
    } finally {
      ending.abort();
      await Promise.all([reads.account.stop(), reads.catalogue.stop(), recording]);
    }
    return {
      faults: outcomes.flatMap(({ faults }) => faults),
      figures: outcomes.flatMap(({ figures }) => figures),
    };
  },
};
