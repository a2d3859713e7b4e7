import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { msPerSecond } from '../../platform/values/time';
import { type Call, closedLoop } from '../../testing/load/closed-loop';
import { BenchShop, type Topology, topologies } from '../bench-shop';
import { startFilled } from '../filled-shop';
import { placing, spreadCart, stockEverything } from '../load/place-orders';
import { reading } from '../load/read';
import { readQueries } from '../load/read-queries';
import { cpuOf, cpuPerOperation } from '../measure/cpu';
import { processesOf } from '../measure/processes';
import { secondsOption, topologyOption } from '../options';
import { type CpuProfile, cut, profileClockUs } from '../profile/cpu-profile';
import { flameGraphPage } from '../profile/flame-graph';
import { reportOf } from '../profile/report';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const buyersCount = 32;
const warmUpMs = 8_000;
const generated = { orders: 1_000, products: 1_000, customers: 1_000 };

const loads = ['orders', 'reads'] as const;
type Load = (typeof loads)[number];

interface Loaded {
  readonly shop: BenchShop;
  readonly call: Call;
}

async function start(load: Load, topology: Topology, folder: string): Promise<Loaded> {
  // All processes of the shop inherit the environment.
  const settings = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
  if (load === 'reads') {
    const filled = await startFilled(topology, generated, settings);
    return { shop: filled.shop, call: reading(filled, readQueries(filled.known)) };
  }
  const shop = await BenchShop.start(topology, [], settings);
  try {
    await stockEverything(shop);
    return { shop, call: placing(shop, await shop.newCustomers(buyersCount), spreadCart) };
  } catch (error) {
    await shop.stop();
    throw error;
  }
}

interface Window {
  readonly row: Row;
  readonly fromUs: number;
  readonly toUs: number;
  readonly operations: number;
  /** Process names by process id. */
  readonly names: ReadonlyMap<number, string>;
}

async function measured({ shop, call }: Loaded, options: OptionValues): Promise<Window> {
  const clients = options.number('clients');
  const name = `${options.text('what')}, ${clients} clients, profiled`;
  try {
    await closedLoop(clients, warmUpMs, call);
    const before = cpuOf(shop.pid);
    const fromUs = profileClockUs();
    const sample = await closedLoop(clients, options.number('seconds') * msPerSecond, call);
    const toUs = profileClockUs();
    const operations = sample.latenciesMs.length;
    const cpuMs = cpuPerOperation(before, cpuOf(shop.pid), operations);
    const names = new Map(processesOf(shop.pid).map((process) => [process.pid, process.name]));
    return { row: { ...rowOf(name, sample), cpuMs }, fromUs, toUs, operations, names };
  } finally {
    // Node writes the profile of a process when it ends.
    await shop.stop();
  }
}

/** Node's file names: CPU.20261124.231500.PID.THREAD.SEQUENCE.cpuprofile. */
const writtenBy = /^CPU\.\d+\.\d+\.(\d+)\.\d+\.\d+\.cpuprofile$/;

/** Writes the measured part of each profile, and its flame graph. @returns the report. */
function keep(profiles: string, out: string, { names, fromUs, toUs, operations }: Window): string {
  mkdirSync(out, { recursive: true });
  const reports: string[] = [];
  const counts = new Map<string, number>();
  for (const file of readdirSync(profiles).sort()) {
    const process = names.get(Number(writtenBy.exec(file)?.[1]));
    if (process === undefined) continue;
    const whole = JSON.parse(readFileSync(path.join(profiles, file), 'utf8')) as CpuProfile;
    const profile = cut(whole, fromUs, toUs);
    const count = (counts.get(process) ?? 0) + 1;
    const name = count === 1 ? process : `${process}-${count}`;
    const report = reportOf({ name, profile, operations });
    if (report === null) continue;
    counts.set(process, count);
    const place = path.join(out, name);
    writeFileSync(`${place}.cpuprofile`, JSON.stringify(profile));
    writeFileSync(`${place}.html`, flameGraphPage(name, profile));
    reports.push(`${report}\n\nFlame graph: ${place}.html`);
  }
  if (reports.length === 0) throw new Error('No process wrote a profile.');
  return reports.join('\n\n');
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const load = options.oneOf('what', loads);
  const topology = options.oneOf('topology', topologies);
  const out = path.join(options.text('out'), `${load}-${topology}`);
  const profiles = mkdtempSync(path.join(tmpdir(), 'profiles-'));
  try {
    const loaded = await start(load, topology, profiles);
    log(`profiling ${load} in ${topology}`);
    const window = await measured(loaded, options);
    const report = keep(profiles, out, window);
    writeFileSync(path.join(out, 'report.md'), `${report}\n`);
    return { rows: [window.row], report };
  } finally {
    rmSync(profiles, { recursive: true, force: true });
  }
}

/** CPU profiles of our processes after a warm-up. */
export const profile: Scenario = {
  name: 'profile',
  measures: 'CPU profile of each process: by package, by function, and as flame graphs',
  options: {
    what: { value: 'NAME', means: `the load, ${loads.join(' or ')}`, fallback: 'orders' },
    clients: { value: 'N', means: 'concurrent clients', fallback: '8' },
    seconds: secondsOption('seconds to profile, after a warm-up of 8', 10),
    topology: topologyOption,
    out: {
      value: 'FOLDER',
      means: 'folder for the profiles',
      fallback: '.data/profiles',
    },
  },
  run,
};
