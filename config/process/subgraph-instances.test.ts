import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConsulStub } from '../../platform/testing/consul-stub';
import { DnsServer } from '../../platform/testing/dns-server';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { parseConfiguration } from '../schema';
import { subgraphInstances } from './subgraph-instances';
import { subgraphProcess } from './subgraph-process';

let consul: ConsulStub;
let names: DnsServer;
let found: string[];
const stops: (() => void)[] = [];

beforeEach(async () => {
  [consul, names] = await Promise.all([ConsulStub.start(), DnsServer.start()]);
  found = [];
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  consul.stop();
  names.stop();
});

/** @returns whether users has a source of instances, which is followed then. */
function follow(services: object): boolean {
  const configuration = parseConfiguration({ environment: 'test', services });
  const { instances } = subgraphInstances(configuration, 'users', logger);
  const stop = instances?.follow((addresses) => {
    found = addresses.map(({ host, port }) => `${host}:${port}`);
  });
  if (stop) stops.push(stop);
  return instances !== undefined;
}

test.each([
  {},
  { users: { url: 'https://users:4101' } },
  { discovery: { method: 'dns' }, users: { url: 'https://10.0.0.1:4101' } },
])('%j is one process at its URL', (services) => {
  expect(follow(services)).toBe(false);
});

test('the URLs of a list are the instances', () => {
  follow({ users: { urls: ['https://one:4101', 'https://[::1]:4102'] } });
  expect(found).toEqual(['one:4101', '::1:4102']);
});

test('the addresses of the host in the URL are the instances, with its port', async () => {
  names.addresses = ['10.0.0.1', '10.0.0.2'];
  const discovery = { method: 'dns', nameServers: [names.address] };
  follow({ discovery, users: { url: 'https://users.test:4101' } });
  await expect.poll(() => found).toEqual(['10.0.0.1:4101', '10.0.0.2:4101']);
});

const ports = { port: 4101, adminPort: 4201 };

test('a process announces itself to Consul, and others find it until it withdraws', async () => {
  const advertised = { url: consul.url, advertisedHost: '10.0.0.1' };
  const services = { discovery: { method: 'consul', consul: advertised } };
  follow(services);
  const configuration = parseConfiguration({ environment: 'test', services });
  const { announce } = subgraphProcess('users');
  const withdraw = await announce(configuration, ports, logger);
  await expect.poll(() => found).toEqual(['10.0.0.1:4101']);
  const [registered] = consul.registered.values();
  expect(registered).toMatchObject({ Name: 'orderprocessing-users', Port: 4101 });
  await withdraw();
  expect(consul.registered.size).toBe(0);
});

test.each(['0.0.0.0', '::'])('no process announces itself at %s', async (host) => {
  const services = { host, discovery: { method: 'consul', consul: { url: consul.url } } };
  const configuration = parseConfiguration({ environment: 'test', services });
  const { announce } = subgraphProcess('users');
  await expect(announce(configuration, ports, logger)).rejects.toThrow('advertisedHost');
  expect(consul.registered.size).toBe(0);
});

test('without Consul, nothing is announced', async () => {
  const configuration = parseConfiguration({ environment: 'test' });
  const { announce } = subgraphProcess('users');
  await announce(configuration, ports, logger);
  expect(consul.registered.size).toBe(0);
});
