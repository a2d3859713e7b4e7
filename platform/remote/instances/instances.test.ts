import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { silentLogger } from '../../testing/silent-logger';
import { connectDeadlineMs, failuresToEject } from '../limits';
import { instanceMetrics } from '../metrics';
import type { RemoteSubgraph } from '../remote-execute';
import {
  answerSoon,
  fail,
  neverAnswer,
  type ServedInstance,
  servingForFile,
} from '../testing/served-instance';
import { TestSource } from '../testing/test-source';
import type { Balancing } from './choose-instance';
import { InstanceBalancer } from './instance-balancer';
import type { InstanceAddress, InstanceSource } from './instance-source';

const query = { query: '{ value }' };
const mutation = { query: 'mutation { change }' };

const { closing, reach: reachService, serve } = servingForFile();

interface Reached extends RemoteSubgraph {
  ask(request: typeof query): Promise<unknown>;
  metric(name: string): Promise<number>;
}

function reach(source: InstanceSource, balancing?: Balancing): Reached {
  const registry = new Registry();
  const url = 'https://service';
  const remote = reachService(0, 'gateway', { url, registry, instances: source, balancing });
  closing.push(remote.close);
  const viewer = { kind: 'system', cause: 'test' } as const;
  return {
    ...remote,
    ask: (request) =>
      remote.public(request, { viewer, requestId: 'r-1', signal: AbortSignal.timeout(10_000) }),
    metric: async (name) => {
      const found = await registry.getSingleMetric(name)?.get();
      return found?.values[0]?.value ?? 0;
    },
  };
}

/** Calls until stopped, some at a time. @returns how to stop, and the calls that failed. */
function load(remote: Reached, clients = 8) {
  let isStopped = false;
  const failures: unknown[] = [];
  const client = async () => {
    while (!isStopped && failures.length === 0) {
      await remote.ask(query).catch((error: unknown) => failures.push(error));
    }
  };
  const running = Array.from({ length: clients }, client);
  return async () => {
    isStopped = true;
    await Promise.all(running);
    return failures;
  };
}

const two = async () => Promise.all([serve(), serve()]);
const addressesOf = (...served: ServedInstance[]) => served.map(({ address }) => address);

test.each<Balancing>(['least-outstanding', 'round-robin'])(
  'an instance that is added under load gets about half of the calls: %s',
  async (balancing) => {
    const [first, second] = await two();
    const source = new TestSource(addressesOf(first));
    const remote = reach(source, balancing);
    const stop = load(remote);
    await expect.poll(() => first.calls).toBeGreaterThan(200);
    expect(second.calls).toBe(0);
    const before = first.calls;
    source.set(addressesOf(first, second));
    await expect.poll(() => first.calls + second.calls).toBeGreaterThan(1_200);
    expect(await stop()).toEqual([]);
    const share = second.calls / (second.calls + first.calls - before);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  },
);

test('an instance that is removed under load gets no further calls, and none fails', async () => {
  const [first, second] = await two();
  const source = new TestSource(addressesOf(first, second));
  const remote = reach(source);
  const stop = load(remote);
  await expect.poll(() => second.calls).toBeGreaterThan(50);
  source.set(addressesOf(first));
  await expect.poll(() => remote.metric('remote_instances')).toBe(1);
  const [before, after] = [first.calls, second.calls];
  await expect.poll(() => first.calls).toBeGreaterThan(before + 200);
  expect(await stop()).toEqual([]);
  // Calls that waited for their connection when it was removed.
  expect(second.calls).toBeLessThanOrEqual(after + 8);
});

test('an instance that is killed under load costs no read, and comes back', async () => {
  const [first, second] = await two();
  const remote = reach(new TestSource(addressesOf(first, second)));
  const stop = load(remote);
  await expect.poll(() => second.calls).toBeGreaterThan(50);
  const { port } = second.address;
  second.kill();
  await expect.poll(() => remote.metric('remote_instances_ejected')).toBe(1);
  const again = await serve(port);
  await expect.poll(() => again.calls).toBeGreaterThan(50);
  expect(await remote.metric('remote_instances_ejected')).toBe(0);
  expect(await remote.metric('remote_ejections_total')).toBe(1);
  expect(await stop()).toEqual([]);
});

test('a mutation goes to another instance if it was not sent, and fails if it was', async () => {
  const [first, second] = await two();
  const source = new TestSource(addressesOf(second, first));
  const remote = reach(source, 'round-robin');
  first.kill();
  for (let call = 0; call < 4; call += 1) await remote.ask(mutation);
  expect(second.calls).toBe(4);

  const breaking = await serve();
  breaking.onCall = (response) => response.destroy();
  source.set(addressesOf(breaking, second));
  const ends = await Promise.allSettled(Array.from({ length: 4 }, () => remote.ask(mutation)));
  expect(ends.map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect([breaking.calls, second.calls]).toEqual([2, 6]);
});

test('an instance whose calls fail is ejected, and reads are answered by another', async () => {
  const [first, second] = await two();
  second.onCall = fail;
  second.isReady = false;
  const remote = reach(new TestSource(addressesOf(first, second)), 'round-robin');
  const calls = 4 * failuresToEject;
  for (let call = 0; call < calls; call += 1) await remote.ask(query);
  expect(second.calls).toBe(failuresToEject);
  expect(first.calls).toBe(calls);
  expect(await remote.metric('remote_retries_total')).toBe(failuresToEject);
  // The probes say that it is not ready.
  await expect.poll(() => second.probes).toBeGreaterThan(1);
  await remote.ask(query);
  expect(second.calls).toBe(failuresToEject);
  second.onCall = answerSoon;
  second.isReady = true;
  await expect.poll(() => remote.metric('remote_instances_ejected')).toBe(0);
  for (let call = 0; call < 4; call += 1) await remote.ask(query);
  expect(second.calls).toBe(failuresToEject + 2);
});

test('a mutation that an instance answered with 500 is not sent again', async () => {
  const [first, second] = await two();
  first.onCall = fail;
  second.onCall = fail;
  const remote = reach(new TestSource(addressesOf(first, second)));
  await expect(remote.ask(mutation)).rejects.toThrow();
  expect(first.calls + second.calls).toBe(1);
});

test('an instance that stops answering is asked whether it is ready, and ejected', async () => {
  const [first, second] = await two();
  second.onCall = neverAnswer;
  const remote = reach(new TestSource(addressesOf(first, second)));
  let isStopped = false;
  const clients = Array.from({ length: 40 }, async () => {
    while (!isStopped) {
      await remote.ask(query).catch(() => undefined);
      await nextTurn();
    }
  });
  await expect.poll(() => remote.metric('remote_instances_ejected')).toBe(1);
  expect(second.probes).toBeGreaterThan(0);
  isStopped = true;
  second.kill();
  await Promise.all(clients);
});

test('a read that waits for an instance which hangs is answered by another, a change waits', async () => {
  const [first, second] = await two();
  const remote = reach(new TestSource(addressesOf(first, second)), 'round-robin');
  // The second instance is called first, then the first one.
  for (let call = 0; call < 2; call += 1) await remote.ask(query);
  second.onCall = neverAnswer;
  const read = remote.ask(query);
  await remote.ask(query);
  const change = remote.ask(mutation).then(String, () => 'failed');
  expect(await read).toEqual({ data: { value: 1 } });
  expect([first.calls, second.calls]).toEqual([3, 3]);
  expect(await remote.metric('remote_retries_total')).toBe(1);
  second.kill();
  expect(await change).toBe('failed');
  expect(first.calls).toBe(3);
});

test('a read leaves a removed instance that hangs, and not one that stops', async () => {
  const [first, stopping] = await two();
  const hung = await serve();
  const source = new TestSource(addressesOf(first, stopping, hung));
  const remote = reach(source, 'round-robin');
  // The first instance is called last.
  for (let call = 0; call < 3; call += 1) await remote.ask(query);
  const slow = new Promise<ServerResponse>((resolve) => {
    stopping.onCall = resolve;
  });
  hung.onCall = neverAnswer;
  const [slowRead, read] = [remote.ask(query), remote.ask(query)];
  const response = await slow;
  await expect.poll(() => hung.calls).toBe(2);
  source.set(addressesOf(first));
  stopping.closePort();
  expect(await read).toEqual({ data: { value: 1 } });
  response.end('{"data":{"value":2}}');
  expect(await slowRead).toEqual({ data: { value: 2 } });
  expect([first.calls, stopping.calls]).toEqual([2, 2]);
});

test('when every instance is ejected, all of them are called', async () => {
  const [first, second] = await two();
  const remote = reach(new TestSource(addressesOf(first, second)));
  first.isReady = false;
  second.isReady = false;
  expect(await remote.isReady()).toBe(false);
  expect(await remote.metric('remote_instances_ejected')).toBe(2);
  expect(await remote.ask(query)).toEqual({ data: { value: 1 } });
});

test('a service is ready while one of its instances is', async () => {
  const [first, second] = await two();
  const remote = reach(new TestSource(addressesOf(first, second)));
  first.isReady = false;
  expect(await remote.isReady()).toBe(true);
  second.kill();
  await expect.poll(() => remote.isReady()).toBe(false);
  first.kill();
  await expect.poll(() => remote.isReady().catch(() => 'no answer')).toBe('no answer');
});

test('a call that waits is not ended by the time of one that was aborted', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const registry = new Registry();
  const balancer = new InstanceBalancer({
    service: 'orders',
    source: { follow: () => () => undefined },
    balancing: 'least-outstanding',
    connect: () => {
      throw new Error('No instance is known.');
    },
    connectionsMax: 1,
    metrics: instanceMetrics(registry, 'orders'),
    logger: silentLogger,
    silenceMs: 1_000,
    retriesPerCall: 0,
    onSilent() {},
  });
  const failures: string[] = [];
  const waitingCall = (name: string) => ({
    request: '',
    signal: new AbortController().signal,
    onSent() {},
    onHead() {},
    onAnswer() {},
    onNotConnected: () => failures.push(name),
    onFailure: () => failures.push(name),
  });
  const first = waitingCall('first');
  balancer.dispatch(first);
  balancer.abort(first, new Error('The client has left.'));
  vi.advanceTimersByTime(connectDeadlineMs - 1);
  balancer.dispatch(waitingCall('second'));
  vi.advanceTimersByTime(connectDeadlineMs - 1);
  expect(failures).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(failures).toEqual(['second']);
});

test('a call waits until an instance is known', async () => {
  const served = await serve();
  let found: (addresses: readonly InstanceAddress[]) => void = () => undefined;
  const remote = reach({
    follow: (onChange) => {
      found = onChange;
      return () => undefined;
    },
  });
  const answer = remote.ask(query);
  found([served.address]);
  expect(await answer).toEqual({ data: { value: 1 } });
});
