import { readdirSync, readFileSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BenchShop, type Topology } from './bench-shop';
import { changeAddress, placeOrThrow } from './load/changed-order';
import { spreadCart } from './load/place-orders';

const help = `npm run bench:streams -- [--streams N] [--orders N] [--topology NAME]

Measures the cost of open live-update streams: the gateway's memory, its CPU while idle, and the time
until a change has reached all readers. Starts its own shop on an empty folder.

  --streams N       number of streams (1000)
  --orders N        number of orders that the streams watch, in turn (1: all watch the same order)
  --rounds N        number of changes to time (20)
  --idle SECONDS    duration of the idle measurement (30)
  --topology NAME   one-process, or distributed, which measures only the gateways (distributed)
`;

const quietMs = 5_000;
const roundDeadlineMs = 60_000;
const roundPauseMs = 200;
const pageBytes = 4_096;
const ticksPerSecond = 100;
const megabyte = 1024 ** 2;
const [userTicks, systemTicks, residentPages] = [11, 12, 21];

const query = `subscription ($id: ID!) { orderUpdated(id: $id) {
  status version total { amount } lines { sku quantity product { name } } } }`;

interface Used {
  readonly residentMb: number;
  readonly cpuSeconds: number;
}

const statOf = (pid: string): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** The processes that serve requests: the shop itself, or its gateways. */
function serving(shop: BenchShop, topology: Topology): string[] {
  if (topology === 'one-process') return [String(shop.pid)];
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
    return command.includes('gateway/main') && statOf(name)[1] === String(shop.pid);
  });
}

function used(pids: readonly string[]): Used {
  let [pages, ticks] = [0, 0];
  for (const pid of pids) {
    const fields = statOf(pid);
    pages += Number(fields[residentPages]);
    ticks += Number(fields[userTicks]) + Number(fields[systemTicks]);
  }
  return { residentMb: (pages * pageBytes) / megabyte, cpuSeconds: ticks / ticksPerSecond };
}

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

async function until(what: string, check: () => boolean): Promise<void> {
  const deadline = performance.now() + roundDeadlineMs;
  while (!check()) {
    if (performance.now() > deadline) throw new Error(`Timed out waiting until ${what}.`);
    await pause(5);
  }
}

const quantile = (sorted: readonly number[], share: number): string =>
  `${Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)} ms`;

/** Milliseconds from the response to each change until each reader has received it. */
async function timeChanges(
  shop: BenchShop,
  token: string,
  watched: ReadonlyMap<string, readonly Reader[]>,
  rounds: number,
): Promise<{ readonly all: number[]; readonly last: number[] }> {
  const all: number[] = [];
  const last: number[] = [];
  const ids = [...watched.keys()];
  for (let round = 0; round < rounds; round += 1) {
    const id = ids[round % ids.length] ?? '';
    const answer = await changeAddress(shop, token, id, round + 2);
    const answeredAtMs = performance.now();
    const { version } = (answer.data?.updateShippingAddress ?? {}) as { version?: number };
    if (!version) throw new Error(`The order was not changed: ${JSON.stringify(answer)}`);
    const readers = watched.get(id) ?? [];
    await until('all readers have the change', () =>
      readers.every((reader) => reader.version >= version),
    );
    const times = readers.map((reader) => reader.seenAtMs - answeredAtMs);
    all.push(...times);
    last.push(Math.max(...times));
    await pause(roundPauseMs);
  }
  return { all: all.sort((a, b) => a - b), last: last.sort((a, b) => a - b) };
}

async function measure(shop: BenchShop, values: Record<string, string>): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const [streams, orders] = [Number(values.streams), Number(values.orders)];
  const [buyer = ''] = await shop.newCustomers(1);
  const support = await shop.signIn('support');
  const watched = new Map<string, Reader[]>();
  while (watched.size < orders) watched.set(await placeOrThrow(shop, buyer, spreadCart(0)), []);
  const pids = serving(shop, values.topology as Topology);
  await pause(quietMs);
  const before = used(pids);
  const ids = [...watched.keys()];
  const readers: Reader[] = [];
  const openingAtMs = performance.now();
  for (let count = 0; count < streams; count += 1) {
    const id = ids[count % orders] ?? '';
    const reader = new Reader(shop.url, support, id);
    readers.push(reader);
    watched.get(id)?.push(reader);
  }
  await until('all streams are open', () => readers.every(({ version }) => version > 0));
  say(`opened ${streams} streams in ${Math.round(performance.now() - openingAtMs)} ms`);
  await pause(quietMs);
  const opened = used(pids);
  await pause(Number(values.idle) * 1_000);
  const idle = used(pids);
  const mb = (value: number) => `${value.toFixed(1)} MB`;
  say(`memory before ${mb(before.residentMb)}, with the streams ${mb(idle.residentMb)}`);
  const share = (idle.cpuSeconds - opened.cpuSeconds) / Number(values.idle);
  say(`CPU while idle: ${(100 * share).toFixed(1)} % of a core`);
  const { all, last } = await timeChanges(shop, buyer, watched, Number(values.rounds));
  say(`from the response to a reader: p50 ${quantile(all, 0.5)}, p99 ${quantile(all, 0.99)}`);
  say(`to the last of ${streams / orders}: p50 ${quantile(last, 0.5)}, max ${quantile(last, 1)}`);
  say(`memory after ${values.rounds} changes ${mb(used(pids).residentMb)}`);
  for (const reader of readers) reader.close();
}

async function main(): Promise<void> {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const { values } = parseArgs({
    options: {
      streams: text('1000'),
      orders: text('1'),
      rounds: text('20'),
      idle: text('30'),
      topology: text('distributed'),
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { help: isHelp, ...options } = values;
  if (isHelp) {
    process.stdout.write(help);
    return;
  }
  // A single viewer opens all streams here.
  const settings = { ORDERPROCESSING_LIMITS_STREAMS_PER_VIEWER: '1000000' };
  const shop = await BenchShop.start(values.topology as Topology, [], settings);
  try {
    await measure(shop, options);
  } finally {
    await shop.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
