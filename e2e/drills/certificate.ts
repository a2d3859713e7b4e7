import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  issueCertificate,
  makeCertificates,
  revokeCertificate,
  serialOf,
} from '../../platform/remote/certificates';
import { msPerDay, msPerHour, msPerSecond } from '../../platform/values/time';
import type { ChaosShop } from '../chaos/chaos-shop';
import type { Drill, DrillContext } from './drill';
import { isShareFailing, metricSum, millisecondsUntil, type Tried } from './measure';
import { countAtMost, durationAtMost, type Figure, type InjectedFault } from './report';

/** Processes follow their files within 5 s; a call then needs its time to fail. */
const detectedMsMax = 20 * msPerSecond;
const recoveredMsMax = 20 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
const followedMs = 6_000;
/** The time in which calls that began before the change end. */
const inProgressMs = 4_000;
const refusedMs = 5_000;
const fetches = 'gateway_subgraph_fetch_duration_seconds_count';

const foldersOf = (shop: ChaosShop) => {
  const folder = path.join(shop.dataFolder, 'certificates');
  const names = readdirSync(folder).filter((name) => name !== 'authority');
  return { folder, names };
};

/** Calls of a subgraph that got no answer, of which SubgraphFetchesFail computes its share. */
async function callsOf(shop: ChaosShop, subgraph: string): Promise<Tried> {
  const text = await shop.metrics('gateway-1');
  const count = (...labels: readonly string[]) =>
    metricSum(text, fetches, `subgraph="${subgraph}"`, ...labels);
  return { all: count(), failed: count('outcome="failed"') };
}

interface Steps {
  readonly broken: string;
  /** The subgraph whose calls fail. */
  readonly subgraph: string;
  /** Resolves when the link is broken. */
  readonly begin: () => Promise<void> | void;
  readonly renew: () => Promise<unknown>;
}

interface BrokenLink extends InjectedFault {
  /** Orders that were confirmed although the link must refuse. */
  readonly confirmed: number;
}

async function breakAndRenew(
  { shop, history, probes }: DrillContext,
  { broken, subgraph, begin, renew }: Steps,
): Promise<BrokenLink> {
  history.fault(broken);
  await begin();
  const before = await callsOf(shop, subgraph);
  const brokenAtMs = Date.now();
  const isDetected = async () => isShareFailing(before, await callsOf(shop, subgraph));
  const detectedAfterMs = await millisecondsUntil(brokenAtMs, isDetected, waitMsMax);
  await delay(inProgressMs);
  const refusedFromMs = Date.now();
  await delay(refusedMs);
  const confirmed = probes.soldBetween(refusedFromMs, Date.now());
  await renew();
  history.fault('the certificate is renewed');
  const recoveredAfterMs = await probes.recoveredAfter(Date.now(), waitMsMax);
  const detectedBy = `gateway_subgraph_fetch_duration_seconds of failed calls of ${subgraph}`;
  return { broken, detectedAfterMs, detectedBy, recoveredAfterMs, confirmed };
}

/** Connections that are open continue, so they are cut, as one day they are anyway. */
function expire(context: DrillContext): Promise<BrokenLink> {
  const { shop } = context;
  const { folder } = foldersOf(shop);
  const notBefore = new Date(Date.now() - msPerDay);
  const notAfter = new Date(Date.now() - msPerHour);
  return breakAndRenew(context, {
    broken: 'The certificate of inventory expired, and its connections were cut',
    subgraph: 'inventory',
    begin: async () => {
      await issueCertificate(folder, 'inventory', { notBefore, notAfter });
      await delay(followedMs);
      shop.proxies.inventory.cut();
    },
    renew: () => makeCertificates(folder, ['inventory']),
  });
}

/** Subgraphs refuse the gateways also on connections that are open. */
function revoke(context: DrillContext): Promise<BrokenLink> {
  const { folder, names } = foldersOf(context.shop);
  return breakAndRenew(context, {
    broken: 'The certificate of the gateways was revoked',
    subgraph: 'orders',
    begin: () => {
      revokeCertificate(folder, names, serialOf(folder, 'gateway'));
    },
    renew: () => makeCertificates(folder, ['gateway'], { isForced: true }),
  });
}

const figuresOf = (fault: BrokenLink): Figure[] => [
  durationAtMost(`detected: ${fault.broken}`, fault.detectedAfterMs, detectedMsMax),
  countAtMost('orders confirmed during the fault', fault.confirmed, 0),
  durationAtMost(
    'orders are confirmed again after the renewal',
    fault.recoveredAfterMs,
    recoveredMsMax,
  ),
];

/** Links whose certificates are no longer good must fail closed, and work again once renewed. */
export const certificateDrill: Drill = {
  name: 'certificate',
  async inject(context) {
    const faults: BrokenLink[] = [];
    for (const inflict of [expire, revoke]) faults.push(await inflict(context));
    return { faults, figures: faults.flatMap(figuresOf) };
  },
};
