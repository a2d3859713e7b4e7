import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../../telemetry/logger';
import { ConsulStub } from '../../testing/consul-stub';
import { consulInstances } from './consul-instances';
import { registerInConsul } from './consul-registration';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
const service = 'orderprocessing-users';

let consul: ConsulStub;
let stop: () => void;
let reports: string[][];

beforeEach(async () => {
  consul = await ConsulStub.start();
  reports = [];
});
afterEach(() => {
  stop();
  consul.stop();
});

const agent = () => ({ url: consul.url, token: 'a-token' });

function follow() {
  stop = consulInstances({ ...agent(), service, logger }).follow((found) => {
    reports.push(found.map(({ host, port }) => `${host}:${port}`));
  });
}

const register = (port: number) =>
  registerInConsul({ ...agent(), service, host: '10.0.0.1', port, adminPort: port + 100 });

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
}, 15_000);

test('an agent that does not answer refuses the registration', async () => {
  stop = () => undefined;
  const given = { ...agent(), service, host: '10.0.0.1', port: 4101, adminPort: 4201 };
  consul.stop();
  await expect(registerInConsul(given)).rejects.toThrow();
});
