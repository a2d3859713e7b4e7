import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConsulStub } from '../../testing/consul-stub';
import { silentLogger as logger } from '../../testing/silent-logger';
import { consulInstances } from './consul-instances';
import { registerInConsul } from './consul-registration';

const service = 'orderprocessing-users';

let consul: ConsulStub;
let stop: () => void;
let reports: string[][];
let withdrawals: (() => Promise<void>)[];

beforeEach(async () => {
  consul = await ConsulStub.start();
  reports = [];
  withdrawals = [];
});
afterEach(async () => {
  stop();
  for (const withdraw of withdrawals) await withdraw();
  consul.stop();
});

const agent = () => ({ url: consul.url, token: 'a-token' });

function follow() {
  stop = consulInstances({ ...agent(), service, logger }).follow((found) => {
    reports.push(found.map(({ host, port }) => `${host}:${port}`));
  });
}

const instanceAt = (port: number) => ({
  ...agent(),
  service,
  host: '10.0.0.1',
  port,
  adminPort: port + 100,
  logger,
  askEveryMs: 20,
});

async function register(port: number) {
  const withdraw = await registerInConsul(instanceAt(port));
  withdrawals.push(withdraw);
  return withdraw;
}

test('instances that register and deregister are reported, without a query in between', async () => {
  const withdraw = await register(4101);
  follow();
  await expect.poll(() => reports).toEqual([['10.0.0.1:4101']]);
  expect([...consul.tokens]).toEqual(['a-token']);
  await register(4102);
  await expect.poll(() => reports.at(-1)).toEqual(['10.0.0.1:4101', '10.0.0.1:4102']);
  await withdraw();
  await expect.poll(() => reports.at(-1)).toEqual(['10.0.0.1:4102']);
  // One query that answers at once, and a held one after each answer.
  await expect.poll(() => consul.queries).toBe(reports.length + 1);
});

test('the check asks the admin port, and an instance that fails it is left out', async () => {
  await register(4101);
  await register(4102);
  const [first = ''] = consul.registered.keys();
  expect(consul.registered.get(first)?.Check.HTTP).toBe('http://10.0.0.1:4201/ready');
  follow();
  await expect.poll(() => reports.at(-1)).toHaveLength(2);
  consul.setFailing(first, true);
  await expect.poll(() => reports.at(-1)).toEqual(['10.0.0.1:4102']);
});

test('an agent that restarts, and none that passes, leave the instances as they were', async () => {
  const withdraw = await register(4101);
  follow();
  await expect.poll(() => reports).toHaveLength(1);
  const asked = consul.queries;
  consul.restart();
  await expect.poll(() => consul.queries).toBeGreaterThan(asked);
  await withdraw();
  await register(4103);
  await expect.poll(() => reports.at(-1)).toEqual(['10.0.0.1:4103']);
  expect(reports.every((found) => found.length === 1)).toBe(true);
});

test('an instance that its agent has forgotten registers again, until it withdraws', async () => {
  const withdraw = await register(4101);
  const [first] = consul.registered.values();
  expect(first?.Check.Status).toBe('passing');
  follow();
  consul.forget();
  await expect.poll(() => consul.registered.size).toBe(1);
  const [again] = consul.registered.values();
  // Its check says whether it is ready, which it may not have been.
  expect(again).toEqual({ ...first, Check: { ...first?.Check, Status: 'critical' } });
  await withdraw();
  expect(consul.registered.size).toBe(0);
});

test('an instance that starts while its agent is down registers once the agent is there', async () => {
  stop = () => undefined;
  const given = instanceAt(4101);
  consul.stop();
  withdrawals.push(await registerInConsul(given));
  consul = await ConsulStub.start(Number(new URL(given.url).port));
  await expect.poll(() => consul.registered.size).toBe(1);
});

test('what answers and is no agent refuses the registration', async () => {
  stop = () => undefined;
  const other = createServer((_request, response) => response.writeHead(404).end());
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await expect(registerInConsul({ ...instanceAt(4101), url })).rejects.toThrow('no Consul agent');
  other.close();
});
