import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { isAlive, sendSignal } from '../../platform/process/process-table';
import type { Random } from '../../platform/testing/random';
import type { ChaosShop, ProcessName } from './chaos-shop';
import { type FaultName, faults } from './faults';
import type { History } from './history';
import type { Proxied } from './proxies';

const pauseMs = [1_200, 4_500] as const;
/** Longer than the lease of an order (6 s), so that the order is taken over during the pause. */
const stopMs = [6_500, 9_000] as const;
const pressureMs = [2_000, 5_000] as const;
const windowMs = [1_500, 8_000] as const;
const straggleMs = [1_000, 9_000] as const;
/** Some requests from orders are delayed and overtaken all the time, also without other faults. */
const straggling: readonly Proxied[] = ['inventory', 'sandbox'];
const straggleShare = 0.06;
/** The supervisor gives up on a process after more than five crashes without a stable minute. */
const killsMax = 3;
const steadyMs = 65_000;
const restartDeadlineMs = 90_000;
/** The supervisor restarts the sandbox at most twenty times. */
const sandboxKillsMax = 16;

interface Life {
  kills: number;
  lastAt: number;
}

/** Injects faults into a running shop, in sequence and some concurrently. */
export class Nemesis {
  readonly counts: Partial<Record<FaultName, number>> = {};
  /** Violations that the shop showed while faults were injected. */
  readonly violations: string[] = [];
  slowestRestartMs = 0;
  private readonly lives = new Map<string, Life>();
  private readonly stopped = new Set<number>();
  private readonly hogs = new Set<ChildProcess>();
  private readonly activeFaults = new Set<Promise<void>>();
  private readonly bent = new Set<Proxied>();
  private readonly ending = new AbortController();
  private sandboxKills = 0;

  constructor(
    private readonly shop: ChaosShop,
    private readonly random: Random,
    private readonly history: History,
  ) {}

  /** Injects faults until the time is over, then heals everything. */
  async run(durationMs: number): Promise<void> {
    const end = Date.now() + durationMs;
    for (const name of this.reachable(straggling)) this.straighten(name);
    while (Date.now() < end && !this.shop.hasEnded) {
      const fault = this.random.weighted(faults);
      const doing = this.start(fault);
      if (doing !== null) {
        this.counts[fault] = (this.counts[fault] ?? 0) + 1;
        const ended = doing
          .catch((error: Error) => void this.violations.push(`${fault}: ${error.message}`))
          .finally(() => this.activeFaults.delete(ended));
        this.activeFaults.add(ended);
      }
      await delay(this.random.int(...pauseMs));
    }
    await this.heal();
  }

  private async heal(): Promise<void> {
    this.history.fault('everything is made good again');
    this.ending.abort();
    for (const name of this.shop.proxied) this.shop.proxies[name].heal();
    for (const pid of this.stopped) sendSignal(pid, 'SIGCONT');
    for (const hog of this.hogs) hog.kill('SIGKILL');
    await Promise.all(this.activeFaults);
  }

  /** Null if this is not possible at the moment. */
  private start(fault: FaultName): Promise<void> | null {
    switch (fault) {
      case 'kill gateway':
        return this.kill('gateway-1', 2);
      case 'kill users':
        return this.kill('users');
      case 'kill inventory':
        return this.kill('inventory');
      case 'kill orders':
        return this.kill('orders');
      case 'kill jobs':
        return this.kill('orders-jobs');
      case 'kill sandbox':
        return this.sandboxKills < sandboxKillsMax ? this.kill('sandbox') : null;
      case 'kill redis':
        return this.kill('redis');
      case 'flush redis':
        return this.flushRedis();
      case 'stop postgres':
        return this.stopPostgres();
      case 'cpu pressure':
        return this.pressCpu();
      default:
        return this.startLonger(fault);
    }
  }

  private startLonger(
    fault: Exclude<FaultName, `kill ${string}` | 'flush redis' | 'stop postgres' | 'cpu pressure'>,
  ): Promise<void> | null {
    switch (fault) {
      case 'stop orders':
        return this.pause('orders');
      case 'stop jobs':
        return this.pause('orders-jobs');
      case 'stop inventory':
        return this.pause('inventory');
      case 'stop sandbox':
        return this.pause('sandbox');
      case 'stop gateway':
        return this.pause('gateway-1');
      case 'slow connections':
        return this.bend(this.shop.proxied, (proxy) => proxy.slow(20, this.random.int(100, 1_500)));
      case 'stragglers':
        return this.bend(['inventory', 'inventory', 'sandbox', 'orders'], (proxy) =>
          proxy.straggle(0.4, ...straggleMs),
        );
      case 'late requests':
        return this.bend(['inventory', 'sandbox', 'orders', 'database of orders'], (proxy) =>
          proxy.hold('request'),
        );
      case 'late answers':
        return this.bend(['inventory', 'sandbox', 'orders', 'gateway'], (proxy) =>
          proxy.hold('answer'),
        );
      case 'cut connections':
        return this.cut();
      case 'lost answers':
        return this.bend(this.shop.proxied, (proxy) => proxy.loseAnswers(this.random.int(1, 5)));
    }
  }

  private instancesOf(name: ProcessName): number {
    return name === 'sandbox' || name === 'redis' ? 1 : this.shop.instances;
  }

  /** Those that have a proxy in this shop. */
  private reachable(names: readonly Proxied[]): readonly Proxied[] {
    return names.filter((name) => this.shop.proxied.includes(name));
  }

  /** Whether the supervisor will restart it once more. */
  private mayDie(name: string): boolean {
    const now = Date.now();
    const life = this.lives.get(name) ?? { kills: 0, lastAt: 0 };
    if (now - life.lastAt > steadyMs) life.kills = 0;
    if (life.kills >= killsMax) return false;
    this.lives.set(name, { kills: life.kills + 1, lastAt: now });
    return true;
  }

  private kill(name: ProcessName, atLeast = this.instancesOf(name)): Promise<void> | null {
    const pids = this.shop.pidsOf(name);
    if (pids.length < atLeast || !this.mayDie(name)) return null;
    const pid = this.random.pick(pids);
    if (name === 'sandbox') this.sandboxKills += 1;
    this.history.fault(`kill -9 ${name} ${pid}`);
    sendSignal(pid, 'SIGKILL');
    this.stopped.delete(pid);
    const isBack = () => {
      const now = this.shop.pidsOf(name);
      return now.length >= atLeast && !now.includes(pid);
    };
    return this.awaitRestart(name, isBack);
  }

  private stopPostgres(): Promise<void> | null {
    if (!this.mayDie('postgres')) return null;
    const { pid } = this.shop.postgres;
    this.history.fault(`PostgreSQL is stopped -m immediate (${pid})`);
    sendSignal(pid, 'SIGQUIT');
    return this.awaitRestart('postgres', () => {
      const now = this.shop.postgres.pid;
      return now !== pid && isAlive(now);
    });
  }

  private async awaitRestart(name: string, isBack: () => boolean): Promise<void> {
    const startedAt = Date.now();
    while (Date.now() - startedAt < restartDeadlineMs && !this.shop.hasEnded) {
      await delay(200);
      if (!isBack()) continue;
      this.slowestRestartMs = Math.max(this.slowestRestartMs, Date.now() - startedAt);
      return;
    }
    throw new Error(`${name} was not started again within ${restartDeadlineMs / 1_000} s`);
  }

  private async flushRedis(): Promise<void> {
    this.history.fault('Redis is flushed');
    const redis = new Redis(this.shop.redisSocket, {
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    redis.on('error', () => undefined);
    // A process that is down holds nothing.
    await redis
      .connect()
      .then(() => redis.flushall())
      .catch(() => undefined);
    redis.disconnect();
  }

  private pause(name: ProcessName): Promise<void> | null {
    const pids = this.shop.pidsOf(name);
    // One at a time, because the shop must work during faults, too.
    if (pids.length === 0 || this.stopped.size > 0) return null;
    return this.paused(name, pids.length === 1 ? (pids[0] as number) : this.random.pick(pids));
  }

  private async paused(name: ProcessName, pid: number): Promise<void> {
    this.history.fault(`SIGSTOP ${name} ${pid}`);
    this.stopped.add(pid);
    sendSignal(pid, 'SIGSTOP');
    await this.wait(this.random.int(...stopMs));
    sendSignal(pid, 'SIGCONT');
    this.stopped.delete(pid);
    this.history.fault(`SIGCONT ${name} ${pid}`);
  }

  private async pressCpu(): Promise<void> {
    this.history.fault('CPU pressure');
    const hog = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    this.hogs.add(hog);
    await this.wait(this.random.int(...pressureMs));
    hog.kill('SIGKILL');
    this.hogs.delete(hog);
  }

  private bend(
    among: readonly Proxied[],
    how: (proxy: ChaosShop['proxies'][Proxied]) => void,
  ): Promise<void> | null {
    const name = this.random.pick(this.reachable(among));
    return this.bent.has(name) ? null : this.bentFor(name, how);
  }

  private async bentFor(
    name: Proxied,
    how: (proxy: ChaosShop['proxies'][Proxied]) => void,
  ): Promise<void> {
    const proxy = this.shop.proxies[name];
    this.bent.add(name);
    this.history.fault(`the way to ${name} is bent`);
    how(proxy);
    await this.wait(this.random.int(...windowMs));
    this.straighten(name);
    this.bent.delete(name);
    this.history.fault(`the way to ${name} is straight`);
  }

  private straighten(name: Proxied): void {
    const proxy = this.shop.proxies[name];
    proxy.heal();
    if (this.ending.signal.aborted || !straggling.includes(name)) return;
    proxy.straggle(straggleShare, ...straggleMs);
  }

  private async cut(): Promise<void> {
    const name = this.random.pick(this.shop.proxied);
    this.history.fault(`the connections to ${name} are cut`);
    this.shop.proxies[name].cut();
  }

  /** A pause that ends early on healing. */
  private async wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
