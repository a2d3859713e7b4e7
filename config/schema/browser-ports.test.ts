import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseConfiguration } from '.';
import { refusedPorts } from './browser-ports';

const load = createRequire(__filename);

test('are those of the Fetch standard, as undici has them', () => {
  const folder = path.dirname(load.resolve('undici/package.json'));
  const { badPorts } = load(path.join(folder, 'lib/web/fetch/constants.js')) as {
    badPorts: string[];
  };
  expect([...refusedPorts]).toEqual(badPorts.map(Number));
});

test.each([
  [
    { server: { port: 6000 } },
    'server.port: is 6000, to which browsers refuse to connect: expected another port, such as 6001',
  ],
  [
    { payments: { sandbox: { port: 6665 } } },
    'payments.sandbox.port: is 6665, to which browsers refuse to connect: expected another port, such as 6670',
  ],
  [
    { server: { portOffset: 45 } },
    'server.portOffset: moves server.port to 4045, to which browsers refuse to connect: expected another offset, such as 46',
  ],
  [
    { server: { publicUrl: 'http://localhost:10080/' } },
    'server.publicUrl: has the port 10080, to which browsers refuse to connect: expected another one, such as 443',
  ],
])('%j is a fault', (raw, fault) => {
  expect(() => parseConfiguration(raw)).toThrow(fault);
});

test('a port that an offset moves away from the list is accepted', () => {
  expect(() => parseConfiguration({ server: { port: 6000, portOffset: 100 } })).not.toThrow();
});
