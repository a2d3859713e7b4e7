import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startChild } from '../../process/child';
import { findProgram } from '../../process/run-program';
import { DnsServer } from '../../testing/dns-server';
import { freePort } from '../../testing/free-port';
import { silentLogger as logger } from '../../testing/silent-logger';
import { folderForTest } from '../../testing/temporary-folder';
import { dnsInstances } from './dns-instances';

const pollMs = 20;

let server: DnsServer;
let stop: () => void;
let reports: string[][];

beforeEach(async () => {
  server = await DnsServer.start();
  reports = [];
});
afterEach(() => {
  stop();
  server.stop();
});

function follow(nameServers: readonly string[] = [server.address]) {
  const source = dnsInstances({ host: 'users.test', port: 4101, nameServers, pollMs, logger });
  stop = source.follow((found) => {
    reports.push(found.map(({ host, port }) => `${host}:${port}`));
  });
}

test('every address is an instance, and changes are reported once', async () => {
  server.addresses = ['10.0.0.2', '10.0.0.1'];
  follow();
  await expect.poll(() => reports).toEqual([['10.0.0.1:4101', '10.0.0.2:4101']]);
  const asked = server.queries;
  server.addresses = ['10.0.0.1', '10.0.0.2'];
  await expect.poll(() => server.queries).toBeGreaterThan(asked + 2);
  expect(reports).toHaveLength(1);
  server.addresses = ['10.0.0.1', '10.0.0.3'];
  await expect.poll(() => reports).toHaveLength(2);
  expect(reports[1]).toEqual(['10.0.0.1:4101', '10.0.0.3:4101']);
});

test.each([
  ['a name server that fails', null],
  ['a name without addresses', []],
])('%s leaves the instances as they were', async (_what, addresses) => {
  server.addresses = ['10.0.0.1'];
  follow();
  await expect.poll(() => reports).toHaveLength(1);
  const asked = server.queries;
  server.addresses = addresses;
  await expect.poll(() => server.queries).toBeGreaterThan(asked + 3);
  expect(reports).toHaveLength(1);
  server.addresses = ['10.0.0.2'];
  await expect.poll(() => reports).toHaveLength(2);
});

const dnsmasq = findProgram('dnsmasq');

test.skipIf(dnsmasq === null)('dnsmasq answers with every address of a name', async () => {
  const folder = folderForTest();
  const hosts = path.join(folder, 'hosts');
  const port = await freePort();
  writeFileSync(hosts, '10.0.0.1 users.test\n10.0.0.2 users.test\n');
  const own = ['--keep-in-foreground', '--no-resolv', '--no-hosts', '--conf-file=/dev/null'];
  const where = ['--listen-address=127.0.0.1', '--bind-interfaces', `--port=${port}`];
  const child = await startChild({
    command: dnsmasq ?? '',
    args: [...own, ...where, `--addn-hosts=${hosts}`, '--user=', `--pid-file=`],
    environment: {},
    workingFolder: folder,
    deathSignal: 'SIGTERM',
    onLine: () => undefined,
  });
  try {
    follow([`127.0.0.1:${port}`]);
    await expect.poll(() => reports.at(-1)).toEqual(['10.0.0.1:4101', '10.0.0.2:4101']);
    writeFileSync(hosts, '10.0.0.2 users.test\n10.0.0.3 users.test\n');
    child.kill('SIGHUP');
    await expect.poll(() => reports.at(-1)).toEqual(['10.0.0.2:4101', '10.0.0.3:4101']);
  } finally {
    child.kill('SIGKILL');
    await child.exited;
  }
});
