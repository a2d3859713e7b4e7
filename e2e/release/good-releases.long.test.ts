import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayMetrics, type Reading } from '../../cli/release/gateway-counters';
import { HaproxyControl, otherSlot, type Slot, slots } from '../../cli/release/haproxy';
import { meanBetween } from '../../cli/release/response-times';
import type { RecordedSecond, Recording } from '../../cli/release/testing/recording';
import { repositoryRoot } from '../../platform/process/repository-root';
import { findProgram } from '../../platform/process/run-program';
import { redisAvailable } from '../../platform/testing/redis';
import { rateLimits } from '../../testing/started-shop';
import { Client } from '../harness/client';
import { demoAccount } from '../harness/people';
import { SharedServers } from '../harness/shared-servers';
import { MixedLoad } from './mixed-load';
import { ReleaseSite } from './site';

const deadlineMs = 900_000;
const perSecond = 50;
const releases = 3;
const stepSeconds = '20';
const recordedSeconds = 240;
const canRun = redisAvailable && findProgram('haproxy') !== null;

interface Look extends Reading {
  readonly requests: number;
  readonly failures: number;
  readonly responseMs: number;
}

describe.skipIf(!canRun)('good versions of a whole shop, at 50 requests a second', () => {
  const agent = new Agent();
  let servers: SharedServers;
  let site: ReleaseSite;
  let load: MixedLoad;

  beforeAll(async () => {
    servers = await SharedServers.open();
    site = await ReleaseSite.open({
      ...servers.settings,
      ...rateLimits(100_000),
      ORDERPROCESSING_AUTH_PASSWORD_COST: '4',
    });
    const { code, errors } = await site.run('blue-green', '--build', repositoryRoot);
    expect(code, errors).toBe(0);
    load = new MixedLoad(await demoAccount(new Client(site.url), 'customer'), perSecond);
  }, deadlineMs);
  afterAll(async () => {
    await load?.stop();
    await agent.destroy();
    await site?.close();
    await servers?.close();
  }, deadlineMs);

  test.each(Array.from({ length: releases }, (_, index) => index + 1))(
    'release %i is not rolled back',
    { timeout: deadlineMs },
    async () => {
      const given = ['--build', repositoryRoot, '--step-seconds', stepSeconds];
      const { code, output, errors } = await site.run('canary', ...given);
      process.stdout.write(`${output}${load.calls} calls, ${load.failures.length} failed\n`);
      expect(code, output + errors).toBe(0);
      expect(load.failures).toEqual([]);
    },
  );

  /** What both versions did in each second, with half of the requests each. */
  test('their metrics are recorded', { timeout: deadlineMs }, async () => {
    const control = new HaproxyControl(path.join(site.dataFolder, 'release/haproxy.sock'));
    await control.setState(otherSlot(site.state.active ?? 'blue'), 'ready');
    await control.divide('blue', 50);
    const counters = new GatewayMetrics(site.metricsUrls, agent);
    const look = async (slot: Slot): Promise<Look> => {
      const [stats, reading] = await Promise.all([control.statsOf(slot), counters.read(slot)]);
      if (reading === null) throw new Error(`${slot} has no metrics.`);
      return { ...reading, ...stats };
    };
    const both = async () => Promise.all(slots.map(look));
    const seconds: Recording = [];
    let latest = await both();
    for (let second = 0; second < recordedSeconds; second += 1) {
      for (let moment = 1; moment < 5; moment += 1) {
        await pause(200);
        await both();
      }
      await pause(200);
      const next = await both();
      seconds.push(
        next.map((one, index) => difference(latest[index], one)) as [
          RecordedSecond,
          RecordedSecond,
        ],
      );
      latest = next;
    }
    const folder = path.join(repositoryRoot, 'test-results');
    mkdirSync(folder, { recursive: true });
    const text = seconds.map((second) => `${JSON.stringify(second)}\n`).join('');
    writeFileSync(path.join(folder, 'recorded-releases.jsonl'), text);
    expect(seconds).toHaveLength(recordedSeconds);
  });
});

const tenths = (value: number): number => Math.round(value * 10) / 10;

const timesOf = ({ requests, responseMs }: Look) => ({ requests, averageMs: responseMs });

/** What happened between two looks at a version. */
function difference(earlier: Look | undefined, later: Look): RecordedSecond {
  if (earlier === undefined) throw new Error('There is no earlier look.');
  const counts = (kind: 'slow' | 'orderErrors' | 'slowOrders' | 'blocked'): [number, number] => [
    later[kind].bad - earlier[kind].bad,
    later[kind].all - earlier[kind].all,
  ];
  const requests = later.requests - earlier.requests;
  const times = [...later.times].map(([operation, classes]) => {
    const before = earlier.times.get(operation) ?? [];
    return [operation, classes.map((count, index) => count - (before[index] ?? 0))] as const;
  });
  return {
    requests,
    failures: later.failures - earlier.failures,
    responseMs: requests === 0 ? 0 : tenths(meanBetween(timesOf(earlier), timesOf(later))),
    errors: [later.errors.bad - earlier.errors.bad, later.errors.all - earlier.errors.all],
    slow: counts('slow'),
    orderErrors: counts('orderErrors'),
    slowOrders: counts('slowOrders'),
    blocked: counts('blocked'),
    megabytes: tenths((later.residentBytes ?? 0) / 1_000_000),
    times: Object.fromEntries(times.filter(([, classes]) => classes.some((count) => count > 0))),
  };
}
