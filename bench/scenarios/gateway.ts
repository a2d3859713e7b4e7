import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { repositoryRoot } from '../../platform/process/repository-root';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { freePort } from '../../platform/testing/free-port';
import { median } from '../../platform/values/median';
import { msPerSecond } from '../../platform/values/time';
import { bindToCore, Contender } from '../gateway/contender';
import { installPeers, peers } from '../gateway/peers';
import { type ByteSubgraphs, startByteSubgraphs } from '../gateway/subgraphs';
import { type Workload, workloads } from '../gateway/workloads';
import { secondsOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const thisBuild = 'ours';
const warmUpMs = 2_000;
const firstTurn = 0;
const bytesPerMb = 1_000_000;
/** The gateway that is measured has a core of its own; load and subgraphs share the other. */
const [gatewayCore, loadCore] = [0, 1];

const dataOf = (text: string): unknown => (JSON.parse(text) as { readonly data: unknown }).data;

/** @throws Error unless all give the same data. */
async function demandSameData(contenders: readonly Contender[], workload: Workload) {
  let first: unknown;
  for (const contender of contenders) {
    const data = dataOf(await contender.ask(workload, firstTurn));
    first ??= data;
    const text = JSON.stringify(data);
    if (text.includes('null'))
      throw new Error(`${workload.name}: ${contender.name} has gaps: ${text}`);
    // Gateways differ in the order of fields.
    if (!isDeepStrictEqual(data, first))
      throw new Error(
        `${workload.name}: ${contender.name} answers ${text} instead of ${JSON.stringify(first)}`,
      );
  }
}

interface Rounds {
  readonly rounds: number;
  readonly roundMs: number;
  readonly calls: () => number;
}

interface Measure {
  readonly row: Row;
  readonly cpuMs: number;
  readonly bytes: number;
  readonly fetches: number;
}

async function measureOnce(contender: Contender, workload: Workload, { roundMs, calls }: Rounds) {
  const before = calls();
  const { sample, cpuMs, bytes } = await contender.measure(workload, roundMs);
  const fetches = (calls() - before) / sample.latenciesMs.length;
  const row = rowOf(`${workload.name}, ${contender.name}`, sample);
  return { row, cpuMs, bytes, fetches };
}

/** @returns the row of each contender, with medians over the rounds; the first is the stock one. */
async function compare(
  contenders: readonly Contender[],
  workload: Workload,
  rounds: Rounds,
): Promise<Row[]> {
  await demandSameData(contenders, workload);
  for (const contender of contenders) await contender.measure(workload, warmUpMs);
  const measured = new Map(contenders.map((contender) => [contender, [] as Measure[]]));
  for (let round = 0; round < rounds.rounds; round += 1) {
    for (const contender of contenders)
      measured.get(contender)?.push(await measureOnce(contender, workload, rounds));
  }
  const middle = (of: readonly Measure[], figure: (each: Measure) => number | undefined) =>
    median(of.map((each) => figure(each) ?? 0));
  const all = [...measured.values()];
  const stockMs = middle(all[0] ?? [], ({ cpuMs }) => cpuMs);
  return all.map((each) => {
    const cpuMs = middle(each, (one) => one.cpuMs);
    return {
      ...(each.at(-1) as Measure).row,
      perSecond: middle(each, ({ row }) => row.perSecond),
      p50Ms: middle(each, ({ row }) => row.p50Ms),
      p99Ms: middle(each, ({ row }) => row.p99Ms),
      cpuMs: { gateway: cpuMs },
      figures: {
        'of stock': cpuMs / stockMs,
        fetches: middle(each, ({ fetches }) => fetches),
        MB: middle(each, ({ bytes }) => bytes) / bytesPerMb,
      },
    };
  });
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

const listIn = (text: string): string[] => text.split(',').filter(Boolean);

/** The stock gateway first. */
async function startAll(
  options: OptionValues,
  subgraphs: ByteSubgraphs,
  folder: string,
): Promise<Contender[]> {
  const { supergraphSdl, urls } = subgraphs;
  const certificates = tlsFilesOf(folder, 'gateway');
  const areIdentical = options.oneOf('requests', ['distinct', 'identical']) === 'identical';
  const wanted = listIn(options.text('peers'));
  const builds: [string, string | null][] = [
    ['stock', null],
    [thisBuild, repositoryRoot],
    ...listIn(options.text('builds')).map(
      (build) => [path.basename(build), build] as [string, string],
    ),
  ];
  const contenders: Contender[] = [];
  for (const [name, build] of builds) {
    const order = { supergraphSdl, urls, certificates, folder: build };
    contenders.push(await Contender.start(name, order, areIdentical));
  }
  if (wanted.length > 0) installPeers();
  for (const name of wanted) {
    const peer = peers[name];
    if (peer === undefined) throw new Error(`--peers knows ${Object.keys(peers).join(', ')}.`);
    const port = await freePort();
    const own = mkdtempSync(path.join(folder, name));
    const program = peer({ subgraphs, folder: own, port });
    contenders.push(await Contender.startPeer(name, { program, port }, areIdentical));
  }
  return contenders;
}

const bindGateway = (contender: Contender): boolean => contender.bind(gatewayCore);

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gateway-'));
  await makeCertificates(folder, ['gateway']);
  const subgraphs = await startByteSubgraphs();
  const contenders = await startAll(options, subgraphs, folder);
  const isBound = bindToCore(process.pid, loadCore) && contenders.every(bindGateway);
  if (!isBound) log('Without taskset(1) and two cores, gateways and load share the cores.');
  const rounds = {
    rounds: options.number('rounds'),
    roundMs: options.number('seconds') * msPerSecond,
    calls: subgraphs.calls,
  };
  try {
    const rows: Row[] = [];
    const faults: string[] = [];
    const wanted = listIn(options.text('workloads'));
    for (const workload of workloads.filter(({ name }) => wanted.includes(name))) {
      log(`${workload.name} …`);
      const compared = await compare(contenders, workload, rounds);
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
  measures: 'CPU of a request in the gateway, beside @apollo/gateway as it comes, and others',
  options: {
    workloads: { value: 'LIST', means: 'small, page, tiny, big', fallback: 'small,page,tiny,big' },
    builds: { value: 'LIST', means: 'folders of other builds to measure too', fallback: '' },
    peers: {
      value: 'LIST',
      means: `gateways of others, installed from npm: ${Object.keys(peers).join(', ')}`,
      fallback: '',
    },
    requests: { value: 'KIND', means: 'distinct or identical', fallback: 'distinct' },
    rounds: { value: 'N', means: 'rounds of each contender', fallback: '5' },
    seconds: secondsOption('seconds of a round', 2),
  },
  run,
};
