import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import { shardOf, shards } from '../../subgraphs/orders/domain/shard';
import { type Call, closedLoop } from '../../testing/load/closed-loop';
import { perSecond, type Sample } from '../../testing/load/latencies';
import { BenchShop, topologies } from '../bench-shop';
import { placing, spreadCart, stockEverything } from '../load/place-orders';
import { secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Measured, OptionValues, Scenario } from '../scenario';
import { type ShardServers, startShardServers } from '../shard-servers';

const clientsOfEach = 4;
const buyersCount = 32;
const warmUpMs = 20_000;
/** How long a refused client waits before it tries again. */
const retryMs = 1_000;
/** The smallest acceptable share of the orders a second before the kill. */
const shareMin = 0.8;
const confirmed = 'CONFIRMED';

/** Whether the orders of a customer are in the first database. */
async function isOfFirst(shop: BenchShop, token: string): Promise<boolean> {
  const { data } = await shop.ask('{ me { id } }', {}, token);
  return shardOf((data as { me: { id: string } }).me.id) < shards / 2;
}

/** A client that is refused waits, as one that obeys Retry-After does. */
const patient =
  (call: Call): Call =>
  async (client) => {
    const outcome = await call(client);
    if (outcome !== confirmed) await delay(retryMs);
    return outcome;
  };

/** The loads of both databases at the same time, each by its own buyers. */
type Phase = (durationMs: number) => Promise<readonly [first: Sample, second: Sample]>;

async function openPhases(shop: BenchShop): Promise<Phase> {
  await stockEverything(shop);
  const tokens = await shop.newCustomers(buyersCount);
  const first = new Set<string>();
  for (const token of tokens) if (await isOfFirst(shop, token)) first.add(token);
  const second = tokens.filter((token) => !first.has(token));
  const ofFirst = placing(shop, [...first], spreadCart);
  const ofSecond = placing(shop, second, spreadCart);
  return (durationMs) =>
    Promise.all([
      closedLoop(clientsOfEach, durationMs, ofFirst),
      closedLoop(clientsOfEach, durationMs, patient(ofSecond)),
    ]);
}

/** What happened to buyers of the database that lived. */
function faultsOf(samples: Readonly<Record<string, Sample>>): string[] {
  const faults = Object.entries(samples).flatMap(([when, { outcomes }]) =>
    Object.keys(outcomes)
      .filter((outcome) => outcome !== confirmed)
      .map(
        (outcome) => `${outcomes[outcome]} orders of the first database were ${outcome} ${when}`,
      ),
  );
  const { before, during } = samples;
  const share = before && during ? perSecond(during) / perSecond(before) : 0;
  if (share < shareMin) faults.push(`the first database fell to ${share.toFixed(2)} of its orders`);
  return faults;
}

async function run(shop: BenchShop, servers: ShardServers, durationMs: number): Promise<Measured> {
  const phase = await openPhases(shop);
  await phase(warmUpMs);
  const rows: Row[] = [];
  const ofFirst: Record<string, Sample> = {};
  const measure = async (when: string, load: ReturnType<Phase>): Promise<void> => {
    const [first, second] = await load;
    ofFirst[when] = first;
    for (const [name, sample] of [
      ['first', first],
      ['second', second],
    ] as const) {
      const figures = { 'longest ms': Math.max(...sample.latenciesMs) };
      rows.push({ ...rowOf(`${name} database, ${when}`, sample), figures });
    }
  };
  await measure('before', phase(durationMs));
  const load = phase(durationMs);
  await servers.kill();
  await measure('during', load);
  await servers.restart();
  await measure('after', phase(durationMs));
  return { rows, faults: faultsOf(ofFirst) };
}

/**
 * Kills one of two servers with orders while both are bought from, and starts it again. The buyers
 * of the other one must not notice.
 */
export const lostDatabase: Scenario = {
  name: 'lost-database',
  measures: 'orders per second of one database before, while and after the other one is down',
  options: {
    seconds: secondsOption('seconds of each of the three parts', 20),
    topology: topologyOption,
  },
  async run(options: OptionValues) {
    const servers = await startShardServers(true);
    await using shop = await BenchShop.start(
      options.oneOf('topology', topologies),
      [],
      {},
      servers,
    );
    return await run(shop, servers, options.number('seconds') * msPerSecond);
  },
};
