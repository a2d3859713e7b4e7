import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Pool } from 'undici';
import { type Child, endChild, startChild } from '../../platform/process/child';
import { waitUntil } from '../../platform/process/process-table';
import { closedLoop } from '../../testing/load/closed-loop';
import { processesOf } from '../measure/processes';
import type { GatewayOrder } from './gateway-process';
import type { PeerProgram } from './peers';
import type { Workload } from './workloads';

const clients = 8;
const startMs = 60_000;
const stopMs = 5_000;
const processFile = path.join(__dirname, 'gateway-process.js');

/** Binds all threads of a process to one core; false where the machine does not allow it. */
export function bindToCore(pid: number, core: number): boolean {
  return spawnSync('taskset', ['-acp', `${core}`, `${pid}`]).status === 0;
}

interface Started {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

async function startFork(order: GatewayOrder): Promise<Started> {
  const child: ChildProcess = fork(processFile, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send(order);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The gateway of ${order.folder ?? 'npm'} did not start.`);
  });
  const [url] = (await Promise.race([once(child, 'message'), ended])) as [string];
  ended.catch(() => undefined);
  return { pid: child.pid as number, url, stop: async () => child.disconnect() };
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ query: '{ __typename }' });
  const headers = { 'content-type': 'application/json' };
  try {
    return (await fetch(url, { method: 'POST', headers, body })).ok;
  } catch {
    return false;
  }
}

async function startPeer({ command, args }: PeerProgram, port: number): Promise<Started> {
  const lines: string[] = [];
  const onLine = (line: string) => void lines.push(line);
  const child: Child = await startChild({ command, args, deathSignal: 'SIGTERM', onLine });
  const url = `http://127.0.0.1:${port}/graphql`;
  if (!(await waitUntil(() => answers(url), startMs))) {
    throw new Error(`${command} ${args.join(' ')} does not answer:\n${lines.join('\n')}`);
  }
  return { pid: child.pid, url, stop: () => endChild(child, [['SIGTERM', stopMs]]) };
}

/** A gateway in its own process. */
export class Contender {
  private turn = 0;
  private readonly pool: Pool;
  private readonly path: string;

  private constructor(
    readonly name: string,
    private readonly started: Started,
    private readonly areIdentical: boolean,
  ) {
    const { origin, pathname } = new URL(started.url);
    this.pool = new Pool(origin, { connections: clients });
    this.path = pathname;
  }

  /** @param areIdentical whether all requests have the same variables. */
  static async start(name: string, order: GatewayOrder, areIdentical: boolean): Promise<Contender> {
    return new Contender(name, await startFork(order), areIdentical);
  }

  /** A gateway of others. @throws Error with what it prints if it does not answer. */
  static async startPeer(
    name: string,
    { program, port }: { readonly program: PeerProgram; readonly port: number },
    areIdentical: boolean,
  ): Promise<Contender> {
    return new Contender(name, await startPeer(program, port), areIdentical);
  }

  bind(core: number): boolean {
    return bindToCore(this.started.pid, core);
  }

  private usage(): { readonly cpuMs: number; readonly bytes: number } {
    const processes = processesOf(this.started.pid);
    return {
      cpuMs: processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      bytes: processes.reduce((sum, { ownBytes }) => sum + ownBytes, 0),
    };
  }

  /** @param turn decides about the variables. */
  async ask({ query, variables }: Workload, turn: number): Promise<string> {
    const { statusCode, body } = await this.pool.request({
      path: this.path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: variables(turn) }),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${this.name} answered ${statusCode}: ${text}`);
    return text;
  }

  /** Milliseconds of CPU for each request, and bytes of memory at the end. */
  async measure(workload: Workload, durationMs: number) {
    const call = async () => {
      if (!this.areIdentical) this.turn += 1;
      await this.ask(workload, this.turn);
      return 'answered';
    };
    const before = this.usage();
    const sample = await closedLoop(clients, durationMs, call);
    const after = this.usage();
    const cpuMs = (after.cpuMs - before.cpuMs) / sample.latenciesMs.length;
    return { sample, cpuMs, bytes: after.bytes };
  }

  async stop(): Promise<void> {
    await this.started.stop();
    await this.pool.destroy();
  }
}
