import { expect, test } from 'vitest';
import { subgraphNames } from '../subgraphs';
import { parseConfiguration } from '.';

const portsOf = (raw: object): number[] => {
  const { server, services, payments } = parseConfiguration(raw);
  const ofSubgraphs = subgraphNames.flatMap((name) => {
    const { port, adminPort } = services[name];
    return [port, adminPort];
  });
  return [
    server.port,
    server.adminPort,
    services.jobs.adminPort,
    payments.sandbox.port,
    ...ofSubgraphs,
  ];
};

test('every port of a second shop is moved, so that none is shared with the first', () => {
  const first = portsOf({});
  const second = portsOf({ server: { portOffset: 1_000 } });
  expect(second).toEqual(first.map((port) => port + 1_000));
  expect(new Set([...first, ...second]).size).toBe(2 * first.length);
});

test('links in mails follow, and port 0 stays any free one', () => {
  const { server, mail } = parseConfiguration({ server: { portOffset: 7, adminPort: 0 } });
  expect(server.adminPort).toBe(0);
  expect(mail.links.resetPassword).toContain('http://localhost:4007/');
});

test('an offset past the last port is a fault that names the largest possible one', () => {
  const parsing = () => parseConfiguration({ server: { port: 60_000, portOffset: 6_000 } });
  expect(parsing).toThrow('server.portOffset: expected at most 5535 with these ports');
});
