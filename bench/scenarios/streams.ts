import { type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../platform/testing/eventually';
import { msPerSecond } from '../../platform/values/time';
import { percentile, type Sample, Tally } from '../../testing/load/latencies';
import { BenchShop, topologies } from '../bench-shop';
import { changeAddress, placeOrThrow } from '../load/changed-order';
import { spreadCart } from '../load/place-orders';
import { processesOf } from '../measure/processes';
import { gathered } from '../measure/sampler';
import { secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const quietMs = 5_000;
const roundDeadlineMs = 60_000;
const roundPauseMs = 200;
const megabyte = 1024 ** 2;
const percent = 100;

const query = `subscription ($id: ID!) { orderUpdated(id: $id) {
  status version total { amount } lines { sku quantity product { name } } } }`;

/** A stream that remembers the latest version received, and when. */
class Reader {
  version = 0;
  seenAtMs = 0;
  private readonly sent: ClientRequest;

  constructor(url: string, token: string, id: string) {
    this.sent = request(`${url}/graphql/stream`, {
      agent: false,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
    });
    this.sent.on('response', (response) =>
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const found = /"version":(\d+)/.exec(chunk);
        if (!found) return;
        this.version = Number(found[1]);
        this.seenAtMs = performance.now();
      }),
    );
    this.sent.on('error', () => undefined);
    this.sent.end(JSON.stringify({ query, variables: { id } }));
  }

  close(): void {
    this.sent.destroy();
  }
}

const patience = { deadlineMs: roundDeadlineMs, pollMs: 5 };

/** The readers of each order, by its id. */
type Watched = ReadonlyMap<string, Reader[]>;

interface Changes {
  /** The time from the response to each change until each reader had it. */
  readonly all: Sample;
  /** The same until the last reader had it. */
  readonly last: Sample;
}

async function timeChanges(
  shop: BenchShop,
  buyer: string,
  watched: Watched,
  rounds: number,
): Promise<Changes> {
  const [all, last] = [new Tally(), new Tally()];
  const ids = [...watched.keys()];
  const startedAtMs = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const id = ids[round % ids.length] ?? '';
    const answer = await changeAddress(shop, buyer, id, round + 2);
    const answeredAtMs = performance.now();
    const { version } = (answer.data?.updateShippingAddress ?? {}) as { version?: number };
    if (!version) throw new Error(`The order was not changed: ${JSON.stringify(answer)}`);
    const readers = watched.get(id) ?? [];
    const hasIt = (reader: Reader) => reader.version >= version;
    await eventually('all readers have the change', () => readers.every(hasIt), patience);
    const times = readers.map(({ seenAtMs }) => seenAtMs - answeredAtMs);
    for (const ms of times) all.add(ms, 'answered');
    last.add(Math.max(...times), 'answered');
    await pause(roundPauseMs);
  }
  const elapsedMs = performance.now() - startedAtMs;
  return { all: all.sample(elapsedMs), last: last.sample(elapsedMs) };
}

/** Opens streams that watch the orders in turn. */
async function openStreams(shop: BenchShop, watched: Watched, count: number): Promise<void> {
  const token = await shop.signIn('support');
  const ids = [...watched.keys()];
  const readers = Array.from({ length: count }, (_, index) => {
    const id = ids[index % ids.length] ?? '';
    const reader = new Reader(shop.url, token, id);
    watched.get(id)?.push(reader);
    return reader;
  });
  const isOpen = ({ version }: Reader) => version > 0;
  await eventually('all streams are open', () => readers.every(isOpen), patience);
}

const changesRow = (name: string, sample: Sample): Row => ({
  ...rowOf(name, sample),
  figures: { 'longest ms': percentile(sample, percent) },
});

async function measure(shop: BenchShop, options: OptionValues, log: Log): Promise<Measured> {
  const [streams, orders] = [options.number('streams'), options.number('orders')];
  const [rounds, idleSeconds] = [options.number('rounds'), options.number('idle')];
  const serving = options.text('topology') === 'one-process' ? 'shop' : 'gateway';
  const used = () => {
    const found = gathered(processesOf(shop.pid), 0).get(serving);
    if (!found) throw new Error(`No process is named ${serving}.`);
    return { megabytes: found.ownBytes / megabyte, cpuMs: found.cpuMs };
  };
  const [buyer = ''] = await shop.newCustomers(1);
  const watched = new Map<string, Reader[]>();
  while (watched.size < orders) watched.set(await placeOrThrow(shop, buyer, spreadCart(0)), []);
  await pause(quietMs);
  const before = used();
  const openingAtMs = performance.now();
  await openStreams(shop, watched, streams);
  const openedMs = performance.now() - openingAtMs;
  log(`opened ${streams} streams in ${openedMs.toFixed(0)} ms`);
  await pause(quietMs);
  const opened = used();
  await pause(idleSeconds * msPerSecond);
  const idle = used();
  const { all, last } = await timeChanges(shop, buyer, watched, rounds);
  const after = used();
  for (const reader of [...watched.values()].flat()) reader.close();
  const core = ((idle.cpuMs - opened.cpuMs) / (idleSeconds * msPerSecond)) * percent;
  const memory = (name: string, { megabytes }: typeof idle, more = {}): Row => ({
    name,
    figures: { 'own MB': megabytes, ...more },
  });
  return {
    rows: [
      memory('without streams', before),
      memory(`${streams} idle streams`, idle, { 'opened in ms': openedMs, '% of a core': core }),
      memory(`after ${rounds} changes`, after),
      changesRow('from the response to a reader', all),
      changesRow(`to the last of ${streams / orders} readers`, last),
    ],
  };
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const topology = options.oneOf('topology', topologies);
  // A single viewer opens all streams here.
  const settings = { ORDERPROCESSING_LIMITS_STREAMS_PER_VIEWER: '1000000' };
  await using shop = await BenchShop.start(topology, [], settings);
  return await measure(shop, options, log);
}

/** Measures the processes that serve requests: the gateways, or the whole shop in one process. */
export const streams: Scenario = {
  name: 'streams',
  measures: 'the cost of open live updates, and how soon a change is seen',
  options: {
    streams: { value: 'N', means: 'number of streams', fallback: '1000' },
    orders: { value: 'N', means: 'orders that they watch in turn', fallback: '1' },
    rounds: { value: 'N', means: 'number of changes to time', fallback: '20' },
    idle: secondsOption('seconds to measure without a change', 30),
    topology: { ...topologyOption, fallback: 'distributed' },
  },
  run,
};
