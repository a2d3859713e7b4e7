import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { makeCertificates, tlsFilesOf } from '../../platform/remote/certificates';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { readinessUrl, shopStatus, statusText } from './status';

const url = 'http://127.0.0.1:4000/ready';
const gateway = { name: 'gateway', url, checks: {} };

test('asks processes at an IPv6 address, too', () => {
  expect(readinessUrl('127.0.0.1', 4201)).toBe('http://127.0.0.1:4201/ready');
  expect(new URL(readinessUrl('::', 4201)).port).toBe('4201');
});

test('does not call a shop stopped that is starting', () => {
  const processes = [{ ...gateway, status: 'down' as const }];
  const status = { isReady: false, isRunning: true, pid: 4711, processes };
  expect(statusText(status)).toBe(
    `gateway  down  ${url}\nNothing answers yet (process 4711): the shop is starting, stopping or stuck, or another command uses its data folder.\n`,
  );
});

test('a process that works without another one names it', () => {
  const checks = { 'subgraph.inventory': 'warn' };
  const processes = [{ ...gateway, status: 'warn' as const, checks }];
  const status = { isReady: true, isRunning: true, pid: 4711, processes };
  expect(statusText(status)).toBe(
    `gateway  warn  ${url}  subgraph.inventory warn\nThe shop is ready (process 4711).\n`,
  );
});

test('says why a process is down that something else answers for', async () => {
  const other = await serveForTest((_, response) => response.end('hello'));
  vi.stubEnv('ORDERPROCESSING_SERVER_PORT', new URL(other.url).port);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await shopStatus(await loadConfiguration())).processes[0]).toMatchObject({
    status: 'down',
    checks: { answer: 'not JSON' },
  });
});

test('a shop with a certificate for another host runs, and says what to do', async () => {
  const folder = folderForTest();
  await makeCertificates(folder, ['shop'], { days: 1 });
  const files = tlsFilesOf(folder, 'shop');
  const [cert, key] = [files.certificateFile, files.keyFile].map((file) => readFileSync(file));
  const server = createServer({ cert, key }, (_, response) => response.end('{}'));
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  vi.stubEnv('ORDERPROCESSING_SERVER_PORT', `${(server.address() as AddressInfo).port}`);
  vi.stubEnv('ORDERPROCESSING_SERVER_TLS_CERTIFICATE_FILE', files.certificateFile);
  vi.stubEnv('ORDERPROCESSING_SERVER_TLS_KEY_FILE', files.keyFile);
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const statusNow = async () => shopStatus(await loadConfiguration());
  const unknown = { certificate: expect.stringContaining('NODE_EXTRA_CA_CERTS') };
  expect((await statusNow()).processes[0]).toMatchObject({ status: 'fail', checks: unknown });
  const trusted = getCACertificates('default');
  onTestFinished(() => setDefaultCACertificates(trusted));
  setDefaultCACertificates([...trusted, readFileSync(files.authorityFile, 'utf8')]);
  const status = await statusNow();
  expect(status).toMatchObject({ isRunning: true, isReady: false, pid: null });
  expect(statusText(status)).toContain('certificate is for another host: set server.publicUrl');
});
