import { createServer, type Socket } from 'node:net';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { isNotCalled } from '../graphql/guarded-call';
import { listedInstances } from './instances/instance-source';
import type { RemoteSubgraph } from './remote-execute';
import {
  answerSoon,
  neverAnswer,
  type ServedInstance,
  servingForFile,
} from './testing/served-instance';

const query = { query: '{ value }' };
const mutation = { query: 'mutation { change }' };
const patience = { timeout: 20_000, interval: 20 };
const shortSilence = { silenceMs: 100, retriesPercent: 10, breakerFailures: 20, breakerPauseMs: 1 };
const unavailable = { extensions: { code: 'SERVICE_UNAVAILABLE' } };

const { closing, reach: reachService, serve } = servingForFile();

const urlOf = ({ address: { host, port } }: ServedInstance) => `https://${host}:${port}`;

interface Reached extends Pick<RemoteSubgraph, 'isReady'> {
  ask(request: typeof query): Promise<unknown>;
  state(): Promise<number | undefined>;
}

/** A service at one URL, or in a list of its instances. */
function reach(served: readonly ServedInstance[], isListed: boolean): Reached {
  const registry = new Registry();
  const urls = served.map(urlOf);
  const remote = reachService(0, 'gateway', {
    url: urls[0] ?? '',
    registry,
    instances: isListed ? listedInstances(urls) : undefined,
    resilience: shortSilence,
  });
  closing.push(remote.close);
  const viewer = { kind: 'system', cause: 'test' } as const;
  return {
    isReady: remote.isReady,
    ask: (request) =>
      remote.public(request, { viewer, requestId: 'r-1', signal: AbortSignal.timeout(60_000) }),
    state: async () => {
      const found = await registry.getSingleMetric('outgoing_breaker_state')?.get();
      return found?.values[0]?.value;
    },
  };
}

const errorOf = (answer: Promise<unknown>) => answer.then(String, (error: unknown) => error);

/** Asks until the breaker is open. @returns the results of the calls, when they have ended. */
async function untilOpen(remote: Reached): Promise<() => Promise<unknown[]>> {
  const waiting: Promise<unknown>[] = [];
  await expect
    .poll(async () => {
      waiting.push(errorOf(remote.ask(query)));
      return remote.state();
    }, patience)
    .toBe(2);
  return () => Promise.all(waiting);
}

const cases = [
  { of: 'at one URL', count: 1, isListed: false },
  { of: 'with two instances', count: 2, isListed: true },
];

test.each(cases)(
  'a silent service $of is not called until it answers',
  async (given) => {
    const served = await Promise.all(Array.from({ length: given.count }, serve));
    const remote = reach(served, given.isListed);
    expect(await remote.ask(query)).toEqual({ data: { value: 1 } });
    expect(await remote.state()).toBe(0);
    for (const one of served) one.onCall = neverAnswer;

    const results = await untilOpen(remote);
    // Reads that waited are ended as well: none waits for its own deadline.
    for (const error of await results()) expect(error).toMatchObject(unavailable);
    const calls = () => served.reduce((sum, one) => sum + one.calls, 0);
    const before = calls();
    const refused = await errorOf(remote.ask(query));
    expect(refused).toMatchObject(unavailable);
    expect(isNotCalled(refused)).toBe(true);
    expect(calls()).toBe(before);

    for (const one of served) one.onCall = answerSoon;
    await expect.poll(remote.state, patience).toBe(0);
    expect(await remote.ask(query)).toEqual({ data: { value: 1 } });
  },
  60_000,
);

test('a change that was sent waits for its answer, which ends the silence', async () => {
  const served = await serve();
  const remote = reach([served], false);
  let answerChange: () => void = () => undefined;
  served.onCall = (response) => {
    answerChange = () => void answerSoon(response);
  };
  const changed = remote.ask(mutation);
  await expect.poll(() => served.calls, patience).toBe(1);
  served.onCall = neverAnswer;
  await untilOpen(remote);
  answerChange();
  expect(await changed).toEqual({ data: { value: 1 } });
  expect(await remote.state()).toBe(0);
}, 60_000);

test('a service that is slow and says that it is ready is called', async () => {
  const served = await serve();
  const remote = reach([served], false);
  const answers: (() => void)[] = [];
  served.onCall = (response) => void answers.push(() => void answerSoon(response));
  const waiting: Promise<unknown>[] = [];
  await expect
    .poll(() => {
      waiting.push(remote.ask(query));
      return served.probes;
    }, patience)
    .toBeGreaterThan(3);
  expect(await remote.state()).toBe(0);
  served.onCall = answerSoon;
  for (const answer of answers) answer();
  for (const answer of await Promise.all(waiting)) expect(answer).toEqual({ data: { value: 1 } });
}, 60_000);

test('a service that has ended is called again as soon as it accepts connections', async () => {
  const served = await serve();
  const { port } = served.address;
  const remote = reach([served], false);
  served.onCall = neverAnswer;
  await untilOpen(remote);
  served.kill();
  await expect.poll(remote.state, patience).toBe(0);
  expect(await errorOf(remote.ask(query))).toMatchObject(unavailable);
  await serve(port);
  expect(await remote.ask(query)).toEqual({ data: { value: 1 } });
}, 60_000);

test('a service whose connections hang is not called, also when they have timed out', async () => {
  const served = await serve();
  const { port } = served.address;
  const remote = reach([served], false);
  await remote.ask(query);
  served.kill();
  const sockets: Socket[] = [];
  let closed = 0;
  const hole = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed += 1;
    });
    socket.resume();
  });
  await new Promise<void>((resolve) => hole.listen(port, '127.0.0.1', resolve));
  closing.push(() => {
    hole.close();
    for (const socket of sockets) socket.destroy();
  });
  await untilOpen(remote);
  const opened = sockets.length;
  await expect.poll(() => closed, patience).toBe(opened);
  await expect.poll(() => sockets.length, patience).toBeGreaterThan(opened);
  expect(await remote.state()).toBe(2);
}, 60_000);
