import { execFile, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { loadOrder } from '../harness/load-order';

describe('the telemetry of @apollo/gateway', () => {
  // The topologies are loaded by `start` once it knows which: each begins a load of its own.
  const entries = globSync(
    [
      'cli/*.ts',
      'cli/{certificates,configuration,persisted-operations,running,start,topology}/*.ts',
      'tools/{dev,generate}/*.ts',
      '**/main.ts',
    ],
    {
      cwd: repositoryRoot,
      exclude: (name) => /node_modules|dist|\.data|\.test\.ts$/.test(name),
    },
  );
  const loading = entries.map((entry) => ({
    entry,
    order: loadOrder(path.join(repositoryRoot, entry)),
  }));
  const affected = loading.filter(({ order }) => order.includes('@apollo/gateway'));

  test('is loaded by some command, or this test would see nothing', () => {
    expect(affected.map(({ entry }) => entry)).toContain('gateway/main.ts');
    expect(affected.map(({ entry }) => entry)).toContain('cli/topology/one-process.ts');
  });

  test.each(affected)('is off before $entry loads the package', ({ order }) => {
    const off = order.indexOf(path.join(repositoryRoot, 'platform/config/telemetry-off.ts'));
    expect(off).toBeGreaterThan(-1);
    expect(off).toBeLessThan(order.indexOf('@apollo/gateway'));
  });

  test('is not even loaded by a gateway', () => {
    const script = `require('./dist/gateway/executor');
      console.log(JSON.stringify(Object.keys(require.cache)));`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: repositoryRoot });
    const loaded = JSON.parse(stdout.toString()) as string[];
    const ofPackage = loaded.filter((file) => file.includes('/@apollo/gateway/dist/'));
    expect(ofPackage.length).toBeGreaterThan(0);
    const idle = /resource-detector|metrics-otlp|sdk-metrics|make-fetch-happen|cacache|deep-equal/;
    expect(loaded.filter((file) => idle.test(file))).toEqual([]);
  });
});

test('a data source of @apollo/gateway loads its HTTP client at its first request', async () => {
  const { url } = await serveForTest((_request, response) => {
    response.setHeader('content-type', 'application/json').end('{"data":{"answer":42}}');
  });
  const script = `require('./dist/platform/config/telemetry-off');
    const { RemoteGraphQLDataSource } = require('@apollo/gateway');
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes('/cacache/'));
    const source = new RemoteGraphQLDataSource({ url: '${url}' });
    const before = isLoaded();
    source.process({ kind: 'loading schema', request: { query: '{ answer }' }, context: {} })
      .then(({ data }) => console.log(JSON.stringify({ before, data, after: isLoaded() })));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: repositoryRoot,
  });
  expect(JSON.parse(stdout)).toEqual({ before: false, data: { answer: 42 }, after: true });
});
