import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { counterIn } from '../telemetry/instruments';
import { Profiler } from '../telemetry/profiler';
import { openForFile } from '../testing/open-for-file';
import { silentLogger as logger } from '../testing/silent-logger';
import { startAdminServer } from './admin-server';

const registry = new Registry();
const taken = counterIn(registry, {
  name: 'profiles_taken_total',
  help: 'Profiles.',
  labelNames: ['kind', 'cause'],
});

const admin = openForFile(async () => {
  const server = await startAdminServer({
    host: '127.0.0.1',
    port: 0,
    registry,
    required: { database: () => Promise.reject(new Error('It is gone.')) },
    optional: {},
    profiles: { name: 'users', profiler: new Profiler(), taken },
    accounts: () => Promise.reject(new Error('users is unavailable.')),
    isDraining: () => false,
    logger,
  });
  return { url: `http://127.0.0.1:${server.port}`, close: server.stop };
});

test.each([
  ['/health', 200],
  ['/ready', 503],
  ['/metrics', 200],
  ['/profile/cpu', 405],
  ['/nowhere', 404],
])('%s is answered with %i and a request id', async (path, status) => {
  const sent = await fetch(`${admin.url}${path}`, { headers: { 'x-request-id': 'edge-0001:abc' } });
  expect([sent.status, sent.headers.get('x-request-id')]).toEqual([status, 'edge-0001:abc']);
  const unsafe = await fetch(`${admin.url}${path}`, { headers: { 'x-request-id': '<script>' } });
  expect(unsafe.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
