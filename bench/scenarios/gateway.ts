import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import { repositoryRoot } from '../../platform/process/repository-root';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { msPerSecond } from '../../platform/values/time';
import { closedLoop } from '../../testing/load/closed-loop';
import { percentile } from '../../testing/load/latencies';
import type { GatewayOrder } from '../gateway/gateway-process';
import { startByteSubgraphs } from '../gateway/subgraphs';
import { type Workload, workloads } from '../gateway/workloads';
import { secondsOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const thisBuild = 'ours';
const clients = 8;
const warmUpMs = 2_000;
const processFile = path.join(__dirname, '../gateway/gateway-process.js');

/** A gateway in its own process. */
class Contender {
  private turn = 0;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly pool: Pool,
    private readonly path: string,
  ) {}

  static async start(name: string, order: GatewayOrder): Promise<Contender> {
    const child = fork(processFile, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.send(order);
    const [url] = (await once(child, 'message')) as [string];
    const { origin, pathname } = new URL(url);
    return new Contender(name, child, new Pool(origin, { connections: clients }), pathname);
  }

  private async cpuMs(): Promise<number> {
    this.child.send('cpu');
    const [microseconds] = (await once(this.child, 'message')) as [number];
    return microseconds / 1_000;
  }

  async ask({ query, variables }: Workload): Promise<string> {
    this.turn += 1;
    const { statusCode, body } = await this.pool.request({
      path: this.path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: variables(this.turn) }),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${this.name} answered ${statusCode}: ${text}`);
    return text;
  }

  async measure(workload: Workload, durationMs: number) {
    const call = async () => {
      await this.ask(workload);
      return 'answered';
    };
    const before = await this.cpuMs();
    const sample = await closedLoop(clients, durationMs, call);
    const cpuMs = ((await this.cpuMs()) - before) / sample.latenciesMs.length;
    return { sample, cpuMs };
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await this.pool.destroy();
  }
}

const dataOf = (text: string) => JSON.stringify((JSON.parse(text) as { data: unknown }).data);

/** @throws Error unless all give the same data. */
async function demandSameData(contenders: readonly Contender[], workload: Workload) {
  const answers = await Promise.all(contenders.map((contender) => contender.ask(workload)));
  const [first = '', ...others] = answers.map(dataOf);
  if (first.includes('null')) throw new Error(`${workload.name} has gaps: ${first}`);
  if (others.some((answer) => answer !== first)) throw new Error(`${workload.name} differs.`);
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

async function compare(
  contenders: readonly Contender[],
  workload: Workload,
  { rounds, roundMs }: { readonly rounds: number; readonly roundMs: number },
): Promise<Row[]> {
  await demandSameData(contenders, workload);
  for (const contender of contenders) await contender.measure(workload, warmUpMs);
  const measured = new Map(contenders.map((contender) => [contender, [] as number[]]));
  const latest = new Map<Contender, Row>();
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      const { sample, cpuMs } = await contender.measure(workload, roundMs);
      measured.get(contender)?.push(cpuMs);
      const name = `${workload.name}, ${contender.name}`;
      latest.set(contender, { ...rowOf(name, sample), p99Ms: percentile(sample, 99) });
    }
  }
  const medians = [...measured].map(([contender, cpu]) => [contender, median(cpu)] as const);
  const stockMs = medians[0]?.[1] ?? 0;
  return medians.map(([contender, ms]) => ({
    ...(latest.get(contender) as Row),
    cpuMs: { gateway: ms },
    figures: { 'of stock': ms / stockMs },
  }));
}

const shareIn = ({ figures }: Row): number => figures?.['of stock'] ?? 0;

/** @returns a sentence if this build takes more of the stock gateway's CPU than is allowed. */
function faultsOf({ name, shareMax }: Workload, rows: readonly Row[]): string[] {
  const ours = rows.find((row) => row.name === `${name}, ${thisBuild}`);
  const share = ours ? shareIn(ours) : 0;
  if (share <= shareMax) return [];
  return [
    `${name} takes ${share.toFixed(2)} of the CPU of the stock gateway; ${shareMax} is allowed.`,
  ];
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gateway-'));
  await makeCertificates(folder, ['gateway']);
  const subgraphs = await startByteSubgraphs();
  const { supergraphSdl, urls } = subgraphs;
  const order = { supergraphSdl, urls, certificates: tlsFilesOf(folder, 'gateway') };
  const builds = options.text('builds').split(',').filter(Boolean);
  const contenders = [await Contender.start('stock', { ...order, folder: null })];
  const rounds = options.number('rounds');
  const roundMs = options.number('seconds') * msPerSecond;
  try {
    for (const build of [repositoryRoot, ...builds]) {
      const name = build === repositoryRoot ? thisBuild : path.basename(build);
      contenders.push(await Contender.start(name, { ...order, folder: build }));
    }
    const rows: Row[] = [];
    const faults: string[] = [];
    const wanted = options.text('workloads').split(',');
    for (const workload of workloads.filter(({ name }) => wanted.includes(name))) {
      log(`${workload.name} …`);
      const compared = await compare(contenders, workload, { rounds, roundMs });
      rows.push(...compared);
      faults.push(...faultsOf(workload, compared));
    }
    return { rows, faults };
  } finally {
    for (const contender of contenders) await contender.stop();
    subgraphs.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU of the gateway for each request, in rounds that alternate between the contenders. */
export const gateway: Scenario = {
  name: 'gateway',
  measures: 'CPU of a request in the gateway, beside @apollo/gateway as it comes',
  options: {
    workloads: { value: 'LIST', means: 'small, page, tiny, big', fallback: 'small,page,tiny,big' },
    builds: { value: 'LIST', means: 'folders of other builds to measure too', fallback: '' },
    rounds: { value: 'N', means: 'rounds of each contender', fallback: '5' },
    seconds: secondsOption('seconds of a round', 2),
  },
  run,
};
