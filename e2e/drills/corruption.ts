import { setTimeout as delay } from 'node:timers/promises';
import { subgraphNames } from '../../config/subgraphs';
import { msPerSecond } from '../../platform/values/time';
import type { Proxied } from '../chaos/proxies';
import { corruptPage } from './corrupt-page';
import { pressCpu } from './cpu-pressure';
import type { Drill, DrillContext, DrillOutcome } from './drill';
import { metricSum, millisecondsUntil } from './measure';
import { countAtLeast, durationAtMost } from './report';

export interface CorruptionOptions {
  /** The share of every core that other work takes, in percent. */
  readonly cpu: number;
  /** Bits that are flipped on the links between processes. */
  readonly corruption: number;
}

/**
 * The links with TLS. The others use the loopback without TLS here; production demands TLS on
 * them, and `e2e/many-processes/tls-links.test.ts` flips their bits.
 */
const links: readonly Proxied[] = subgraphNames;
const flipMsMax = 10 * msPerSecond;
const pauseMs = [100, 600] as const;
const detectedMsMax = 15 * msPerSecond;
const recoveredMsMax = 20 * msPerSecond;
const waitMsMax = 60 * msPerSecond;

/** A damaged record ends its connection, and the next call opens another one. */
async function newConnections({ shop }: DrillContext): Promise<number> {
  const texts = await Promise.all(['gateway-1', 'orders'].map((name) => shop.metrics(name)));
  const newOnes = (text: string) => metricSum(text, 'remote_connections_total', 'kind="new"');
  return texts.reduce((sum, text) => sum + newOnes(text), 0);
}

async function flipBits(context: DrillContext, count: number): Promise<number> {
  const { shop, random, history } = context;
  let flipped = 0;
  for (let index = 0; index < count; index += 1) {
    const proxy = shop.proxies[random.pick(links)];
    const before = proxy.bitsFlipped;
    const direction = random.chance(0.5) ? 'request' : 'answer';
    history.fault(`a bit of a ${direction} of ${proxy.name} is flipped`);
    proxy.flip(direction);
    await millisecondsUntil(Date.now(), () => proxy.bitsFlipped > before, flipMsMax);
    flipped += proxy.bitsFlipped - before;
    await delay(random.int(...pauseMs));
  }
  for (const name of links) shop.proxies[name].heal();
  return flipped;
}

async function corruptLinks(
  context: DrillContext,
  { cpu, corruption }: CorruptionOptions,
): Promise<DrillOutcome> {
  const { probes } = context;
  const release = pressCpu(cpu);
  try {
    const before = await newConnections(context);
    const brokenAtMs = Date.now();
    const isShown = async () => (await newConnections(context)) > before;
    const [flipped, detectedAfterMs] = await Promise.all([
      flipBits(context, corruption),
      millisecondsUntil(brokenAtMs, isShown, waitMsMax),
    ]);
    const recoveredAfterMs = await probes.recoveredAfter(Date.now(), waitMsMax);
    return {
      faults: [
        {
          broken: `${flipped} bits were flipped between the processes, while other work took ${cpu} % of the CPU`,
          detectedAfterMs,
          detectedBy: 'remote_connections_total of new connections',
          recoveredAfterMs,
        },
      ],
      figures: [
        countAtLeast('bits flipped', flipped, corruption),
        durationAtMost('detected', detectedAfterMs, detectedMsMax),
        durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
      ],
    };
  } finally {
    release();
  }
}

/** Bits flip on the way between processes, and then in a page of the database. */
export const corruptionDrill = (options: CorruptionOptions): Drill => ({
  name: 'corruption',
  inject: (context) => corruptLinks(context, options),
  afterwards: corruptPage,
});
