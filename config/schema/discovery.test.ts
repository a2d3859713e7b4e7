import { expect, test } from 'vitest';
import { parseConfiguration } from '.';

const discovery = (given: object) =>
  parseConfiguration({ services: { discovery: given } }).services.discovery;

test('by default, the instances are those of the list', () => {
  expect(discovery({})).toMatchObject({ method: 'list', balancing: 'least-outstanding' });
});

test('Consul needs the URL of its agent', () => {
  expect(() => discovery({ method: 'consul' })).toThrow('services.discovery.consul.url');
  const given = { method: 'consul', consul: { url: 'http://127.0.0.1:8500/' } };
  expect(discovery(given).consul.url).toBe('http://127.0.0.1:8500');
});

test.each(['10.0.0.2', '10.0.0.2:5353', '[2001:db8::1]:53'])('%s is a name server', (server) => {
  expect(discovery({ nameServers: [server] }).nameServers).toEqual([server]);
});

test.each(['dns.internal', '10.0.0.2:port', ''])('%j is no name server', (server) => {
  expect(() => discovery({ nameServers: [server] })).toThrow('nameServers');
});
