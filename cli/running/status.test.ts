import { expect, onTestFinished, test, vi } from 'vitest';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { readinessUrl, shopStatus, statusText } from './status';

const url = 'http://127.0.0.1:4000/ready';
const gateway = { name: 'gateway', url, checks: {} };

test('asks processes at an IPv6 address, too', () => {
  expect(readinessUrl('127.0.0.1', 4201)).toBe('http://127.0.0.1:4201/ready');
  expect(new URL(readinessUrl('::', 4201)).port).toBe('4201');
});

test('says how to start a shop that does not run', () => {
  const processes = [{ ...gateway, status: 'down' as const }];
  const status = { isReady: false, isRunning: false, pid: null, processes };
  expect(statusText(status)).toBe('The shop does not run. Start it with npm start.\n');
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
